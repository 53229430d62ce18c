using System.Buffers.Binary;

namespace Helios.Forktop;

/// <summary>The stack as the kernel leaves it at exec: a count, pointers to arguments, to the environment, the auxiliary vector, and the strings above. See the System V ABI, "Initial stack".</summary>
internal readonly ref struct StackImage
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ulong _at;
    private readonly int _word;
    private readonly int _environment;
    private readonly int _auxiliary;

    /// <param name="bytes">The memory from the stack pointer on.</param>
    /// <param name="at">The stack pointer.</param>
    /// <param name="word">8, or 4 for a 32-bit program.</param>
    internal StackImage(ReadOnlySpan<byte> bytes, ulong at, int word)
    {
        _bytes = bytes;
        _at = at;
        _word = word;
        int count = (int)Math.Min(Word(0), (ulong)(bytes.Length / word));
        _environment = (1 + count + 1) * word;
        int end = _environment;
        while (end + word <= bytes.Length && Word(end) != 0)
        {
            end += word;
        }

        _auxiliary = end + word;
    }

    /// <summary>The environment: NUL-terminated entries that follow each other.</summary>
    internal ReadOnlySpan<byte> Environment
    {
        get
        {
            int first = Offset(Word(_environment));
            int last = Offset(Word(_auxiliary - (2 * _word)));
            if (_auxiliary - (2 * _word) < _environment || first < 0 || last < first)
            {
                return [];
            }

            int end = _bytes[last..].IndexOf((byte)0);
            return end < 0 ? _bytes[first..] : _bytes[first..(last + end + 1)];
        }
    }

    /// <summary>The arguments.</summary>
    internal string[] Arguments(TextPool texts)
    {
        string[] arguments = new string[Math.Max(0, (_environment / _word) - 2)];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = TextAt(Word((1 + i) * _word), texts) ?? "";
        }

        return arguments;
    }

    /// <summary>An entry of the auxiliary vector; 0 when it has none. See getauxval(3).</summary>
    internal ulong Auxiliary(int key)
    {
        for (int at = _auxiliary; at + (2 * _word) <= _bytes.Length && Word(at) != 0; at += 2 * _word)
        {
            if (Word(at) == (ulong)key)
            {
                return Word(at + _word);
            }
        }

        return 0;
    }

    /// <summary>The string at an address; null when it is not on this stack.</summary>
    internal string? TextAt(ulong address, TextPool texts)
    {
        int offset = Offset(address);
        if (offset < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = _bytes[offset..];
        int end = rest.IndexOf((byte)0);
        return texts.Text(end < 0 ? rest : rest[..end]);
    }

    private int Offset(ulong address) => address >= _at && address - _at < (ulong)_bytes.Length ? (int)(address - _at) : -1;

    private ulong Word(int at)
        => at < 0 || at + _word > _bytes.Length ? 0
            : _word == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..])
            : BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);
}
