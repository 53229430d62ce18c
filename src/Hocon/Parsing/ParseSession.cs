using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>What all files of one document share: options, faults, interned strings and the count of what was read.</summary>
internal sealed class ParseSession
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _wordsBySpan;
    private readonly Dictionary<string, string[]> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _pathsBySpan;
    private readonly ImmutableArray<string>.Builder _files = ImmutableArray.CreateBuilder<string>();

    internal ParseSession(HoconOptions options)
    {
        Options = options;
        _wordsBySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        _pathsBySpan = _paths.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal HoconOptions Options { get; }

    internal HoconLimits Limits => Options.Limits;

    internal FaultList Faults { get; } = new();

    /// <summary>Full paths of the files that are being parsed right now, outermost first.</summary>
    internal List<string> OpenFiles { get; } = [];

    internal int IncludedFiles { get; set; }

    internal ImmutableArray<string> Files => _files.ToImmutable();

    internal void AddFile(string fullPath)
    {
        if (!_files.Contains(fullPath))
        {
            _files.Add(fullPath);
        }
    }

    /// <summary>One string for equal words: the keys of ten thousand containers are a few dozen words.</summary>
    internal string Intern(ReadOnlySpan<char> word)
    {
        if (!_wordsBySpan.TryGetValue(word, out string? found))
        {
            found = word.ToString();
            _words.Add(found);
        }

        return found;
    }

    internal bool TryGetPath(ReadOnlySpan<char> text, out string[] path) => _pathsBySpan.TryGetValue(text, out path!);

    internal void RememberPath(string text, string[] path) => _paths[text] = path;

    internal void ReportOrStop(HoconOrigin origin, string message)
    {
        Faults.Add(origin, message);
        if (Faults.IsFull)
        {
            Faults.ThrowIfAny();
        }
    }

    /// <summary>Reports the fault and everything found so far, and gives up.</summary>
    internal void Stop(HoconOrigin origin, string message)
    {
        Faults.Add(origin, message);
        Faults.ThrowIfAny();
    }
}
