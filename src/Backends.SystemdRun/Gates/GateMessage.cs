using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Helios.Backends.Namespaces.Seccomp;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>What the gate is told: where to go, what to become, with which arguments and variables. Nothing of it is in the unit, where everybody could read it.</summary>
internal sealed record GateMessage
{
    private const int FixedNumbers = 6;

    /// <summary>Where the payload starts.</summary>
    internal required string Directory { get; init; }

    /// <summary>The path that is executed.</summary>
    internal required string Program { get; init; }

    /// <summary>Its arguments, its name first.</summary>
    internal required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>As <c>NAME=value</c>.</summary>
    internal IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether descriptor 0 becomes the controlling terminal.</summary>
    internal bool Terminal { get; init; }

    /// <summary>The system call filter, installed last of all; empty for none. Needs no_new_privs.</summary>
    internal ImmutableArray<BpfInstruction> Filter { get; init; } = [];

    /// <summary>The bytes.</summary>
    /// <remarks>
    /// Eight-byte numbers in the machine's order: size, terminal, instructions, filter, directory, program, arguments, 0, variables, 0; then the
    /// filter and the strings they are offsets of. The gate turns offsets into addresses and has what execve(2) takes.
    /// </remarks>
    internal byte[] Encode()
    {
        ReadOnlySpan<byte> filter = MemoryMarshal.AsBytes(Filter.AsSpan());
        int numbers = (FixedNumbers + Arguments.Count + 1 + Variables.Count + 1) * sizeof(long);
        int size = numbers + filter.Length + ((string[])[Directory, Program, .. Arguments, .. Variables]).Sum(static text => Encoding.UTF8.GetByteCount(text) + 1);
        byte[] message = new byte[size];
        filter.CopyTo(message.AsSpan(numbers));
        int next = numbers + filter.Length;
        Put(0, size);
        Put(1, Terminal ? 1 : 0);
        Put(2, Filter.Length);
        Put(3, numbers);
        Put(4, Text(Directory));
        Put(5, Text(Program));
        int place = FixedNumbers;
        foreach (string argument in Arguments)
        {
            Put(place++, Text(argument));
        }

        place++;
        foreach (string variable in Variables)
        {
            Put(place++, Text(variable));
        }

        return message;

        void Put(int index, long value) => BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(index * sizeof(long)), value);

        int Text(string text)
        {
            int start = next;
            next += Encoding.UTF8.GetBytes(text, message.AsSpan(next)) + 1;
            return start;
        }
    }
}
