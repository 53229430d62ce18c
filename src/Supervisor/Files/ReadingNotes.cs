using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>What comes to light while a fleet file is read.</summary>
public sealed class ReadingNotes
{
    /// <summary>What is wrong.</summary>
    public List<HoconFault> Faults { get; init; } = [];

    /// <summary>Every key that was asked for, with its path: what the language knows.</summary>
    public HashSet<string> Keys { get; } = new(StringComparer.Ordinal);
}
