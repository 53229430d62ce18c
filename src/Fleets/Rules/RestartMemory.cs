using System.Collections.Immutable;

namespace Helios.Fleets;

/// <summary>What a restart decision remembers from one end to the next.</summary>
public sealed record RestartMemory
{
    /// <summary>Nothing happened yet.</summary>
    public static RestartMemory Fresh { get; } = new();

    /// <summary>How often the delay has grown since it was last set back.</summary>
    public int Steps { get; init; }

    /// <summary>Failures in a row since the last good run.</summary>
    public int Failures { get; init; }

    /// <summary>The restarts that an intensity window may still count, the oldest first.</summary>
    public ImmutableArray<DateTimeOffset> Restarts { get; init; } = [];
}
