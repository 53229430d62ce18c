using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>How a container goes on after its supervisor has begun anew.</summary>
/// <param name="State">The state it takes up: Waiting and BackingOff come back by themselves.</param>
/// <param name="Since">Since when.</param>
internal sealed record Resumption(ContainerState State, DateTimeOffset Since)
{
    internal string? Detail { get; init; }

    internal DateTimeOffset? BackOffUntil { get; init; }

    /// <summary>Who will have asked for the next run.</summary>
    internal string By { get; init; } = "";

    /// <summary>The run that ended with the supervisor, complete; null when none went on.</summary>
    internal RunRecord? Interrupted { get; init; }

    /// <summary>Whether it is not to be there at all.</summary>
    internal bool IsGone { get; init; }

    /// <summary>Whether it starts by itself.</summary>
    internal bool ComesBack => State is ContainerState.Waiting or ContainerState.BackingOff;
}
