using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>How ids of a user namespace look from outside. See user_namespaces(7).</summary>
internal sealed class IdMap
{
    /// <summary>The map of one's own namespace.</summary>
    internal static readonly IdMap Same = new([]);

    private readonly (uint Inside, uint Outside, uint Count)[] _rows;

    private IdMap((uint Inside, uint Outside, uint Count)[] rows) => _rows = rows;

    /// <summary>A process's map.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="file">uid_map or gid_map.</param>
    internal static IdMap Of(int pid, string file)
        => KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"), out string text) ? Parse(text) : Same;

    /// <summary>Parses lines of three numbers: first id inside, first id outside, how many.</summary>
    internal static IdMap Parse(string text)
    {
        List<(uint Inside, uint Outside, uint Count)> rows = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            rows.Add((Number(words[0]), Number(words[1]), Number(words[2])));
        }

        return new IdMap([.. rows]);

        static uint Number(string word) => uint.Parse(word, CultureInfo.InvariantCulture);
    }

    /// <summary>The id inside of one that was read outside; itself where the map has none.</summary>
    internal uint Inside(uint outside)
    {
        foreach ((uint inside, uint first, uint count) in _rows)
        {
            if (outside >= first && outside - first < count)
            {
                return inside + (outside - first);
            }
        }

        return outside;
    }
}
