using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>What comes to light while a fleet file is read.</summary>
internal sealed class ReadingNotes
{
    /// <summary>What is wrong.</summary>
    internal List<HoconFault> Faults { get; init; } = [];

    /// <summary>Whether a key was to be overridden that the file does not declare so.</summary>
    internal bool IsForbidden { get; set; }

    /// <summary>Whether keys that nobody knows are passed over: a record may have been written by a newer version, a file is written by a person.</summary>
    internal bool SkipsUnknownKeys { get; init; }

    /// <summary>Every key that was asked for, with its path: what the language knows.</summary>
    internal HashSet<string> Keys { get; } = new(StringComparer.Ordinal);
}
