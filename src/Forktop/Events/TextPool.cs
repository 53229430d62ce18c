using System.Text;

namespace Helios.Forktop;

/// <summary>Strings and environments read from processes, each kept once. For one thread.</summary>
internal sealed class TextPool
{
    // What is longer or rarer is not worth a place in the table.
    private const int MostStrings = 200_000;
    private const int MostEnvironments = 20_000;
    private const int LongestPooled = 4096;

    private readonly Dictionary<ulong, string> _texts = [];
    private readonly Dictionary<ulong, (byte[] Bytes, EnvironmentBlock Block)> _environments = [];

    /// <summary>The text of some UTF-8 bytes.</summary>
    internal string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > LongestPooled)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        ulong hash = Hash(bytes);
        if (_texts.TryGetValue(hash, out string? known) && Same(known, bytes))
        {
            return known;
        }

        string text = Encoding.UTF8.GetString(bytes);
        if (_texts.Count < MostStrings)
        {
            _texts[hash] = text;
        }

        return text;
    }

    /// <summary>The environment of NUL-terminated entries that follow each other.</summary>
    internal EnvironmentBlock Environment(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return EnvironmentBlock.Empty;
        }

        ulong hash = Hash(bytes);
        if (_environments.TryGetValue(hash, out (byte[] Bytes, EnvironmentBlock Block) known) && known.Bytes.AsSpan().SequenceEqual(bytes))
        {
            return known.Block;
        }

        List<string> entries = [];
        for (ReadOnlySpan<byte> rest = bytes; !rest.IsEmpty;)
        {
            int end = rest.IndexOf((byte)0);
            entries.Add(Text(end < 0 ? rest : rest[..end]));
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        EnvironmentBlock block = new([.. entries]);
        if (_environments.Count < MostEnvironments)
        {
            _environments[hash] = (bytes.ToArray(), block);
        }

        return block;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        // Two 32-bit hashes with the runtime's per-process seed: nobody outside can make entries collide on purpose.
        HashCode low = default;
        low.AddBytes(bytes);
        return ((ulong)(uint)low.ToHashCode() << 32) | (uint)bytes.Length;
    }

    private static bool Same(string text, ReadOnlySpan<byte> bytes)
    {
        Span<byte> encoded = stackalloc byte[LongestPooled];
        return text.Length <= bytes.Length && Encoding.UTF8.TryGetBytes(text, encoded, out int count) && encoded[..count].SequenceEqual(bytes);
    }
}
