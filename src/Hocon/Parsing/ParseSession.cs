using System.Collections.Immutable;

namespace Helios.Hocon;

/// <summary>What all files of one document share: options, faults, interned strings and the count of what was read.</summary>
internal sealed class ParseSession
{
    private readonly Dictionary<string, string[]> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> _pathsBySpan;
    private readonly ImmutableArray<string>.Builder _files = ImmutableArray.CreateBuilder<string>();

    internal ParseSession(HoconOptions options)
    {
        Options = options;
        _pathsBySpan = _paths.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal HoconOptions Options { get; }

    internal HoconLimits Limits => Options.Limits;

    internal FaultList Faults { get; } = new();

    /// <summary>Full paths of the files that are being parsed right now, outermost first.</summary>
    internal List<string> OpenFiles { get; } = [];

    internal WordCache Words { get; } = new();

    /// <summary>Elements of the lists and pieces of the values that are being read.</summary>
    internal ScratchStack<HoconValue> Parts { get; } = new();

    /// <summary>Fields of the objects that are being read.</summary>
    internal ScratchStack<HoconField> Fields { get; } = new();

    internal int IncludedFiles { get; set; }

    internal ImmutableArray<string> Files => _files.ToImmutable();

    internal void AddFile(string fullPath)
    {
        if (!_files.Contains(fullPath))
        {
            _files.Add(fullPath);
        }
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
