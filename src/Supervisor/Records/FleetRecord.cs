using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>What is remembered of the fleet as a whole beyond the daemon's process.</summary>
internal sealed record FleetRecord
{
    /// <summary>Nothing.</summary>
    internal static FleetRecord Empty { get; } = new();

    /// <summary>The fleet file as values, as it was applied; null when none was.</summary>
    internal HoconObject? Values { get; init; }

    /// <summary>Where it came from.</summary>
    internal string? SourcePath { get; init; }

    internal ImmutableArray<FleetOverride> Overrides { get; init; } = [];

    internal ImmutableArray<FleetOverride> FormOverrides { get; init; } = [];

    internal ImmutableDictionary<string, int> Replicas { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The containers that somebody stopped.</summary>
    internal ImmutableHashSet<ContainerId> Stopped { get; init; } = [];

    /// <summary>No event has had a higher number than this.</summary>
    internal long MaxEvent { get; init; }
}
