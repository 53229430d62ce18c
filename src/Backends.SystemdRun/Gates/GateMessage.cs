using System.Buffers.Binary;
using System.Text;

namespace Helios.Backends.SystemdRun.Gates;

/// <summary>What the gate is told: where to go, what to become, with which arguments and variables. Nothing of it is in the unit, where everybody could read it.</summary>
/// <remarks>
/// Eight-byte numbers in the machine's order: size, terminal, directory, program, arguments, 0, variables, 0; then the strings they are offsets of.
/// The gate turns offsets into addresses and has what execve(2) takes.
/// </remarks>
internal static class GateMessage
{
    /// <param name="directory">Where the payload starts.</param>
    /// <param name="program">The path that is executed.</param>
    /// <param name="arguments">Its arguments, its name first.</param>
    /// <param name="variables">As <c>NAME=value</c>.</param>
    /// <param name="terminal">Whether descriptor 0 becomes the controlling terminal.</param>
    internal static byte[] Encode(string directory, string program, IReadOnlyList<string> arguments, IReadOnlyList<string> variables, bool terminal)
    {
        const int fixedNumbers = 4;
        string[] texts = [directory, program, .. arguments, .. variables];
        int numbers = fixedNumbers + arguments.Count + 1 + variables.Count + 1;
        int size = (numbers * sizeof(long)) + texts.Sum(static text => Encoding.UTF8.GetByteCount(text) + 1);
        byte[] message = new byte[size];
        int next = numbers * sizeof(long);
        Put(0, size);
        Put(1, terminal ? 1 : 0);
        Put(2, Text(directory));
        Put(3, Text(program));
        int place = fixedNumbers;
        foreach (string argument in arguments)
        {
            Put(place++, Text(argument));
        }

        place++;
        foreach (string variable in variables)
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
