using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>What the fleet remembers when its actor fails.</summary>
/// <param name="state">What an earlier supervisor left; null when nothing is remembered.</param>
internal sealed class FleetHolder(StateStore? state)
{
    private const long EventStep = 4096;

    /// <summary>The containers that somebody stopped: what the policy <c>unless-stopped</c> goes by.</summary>
    internal ImmutableHashSet<ContainerId> Stopped { get; set; } = state?.Fleet.Stopped ?? [];

    /// <summary>What an earlier supervisor knew of the fleet; null once it was taken up.</summary>
    internal FleetRecord? Left { get; set; } = state?.Fleet;

    /// <summary>The containers that an earlier supervisor had and that have not been taken up.</summary>
    internal Dictionary<ContainerId, ContainerRecord> LeftContainers { get; } = (state?.Containers ?? []).ToDictionary(static record => record.Id);

    /// <summary>What was asked before that was taken up.</summary>
    internal Queue<(object Message, IActorRef Sender)> Early { get; } = [];

    /// <summary>What was last put where it outlives the daemon.</summary>
    internal FleetRecord? Recorded { get; set; } = state?.Fleet;

    internal FleetSpec Fleet { get; set; } = FleetSpec.Empty;

    /// <summary>What the actor was doing.</summary>
    internal Unfinished Unfinished { get; } = new();

    /// <summary>The fleet file as values, without overrides and scaling; null before the first was applied.</summary>
    internal HoconObject? BaseRoot { get; set; }

    internal string? SourcePath { get; set; }

    internal ImmutableArray<FleetOverride> Overrides { get; set; } = [];

    /// <summary>What belongs to the form of a foreign configuration; read with it again, and no value over the fleet.</summary>
    internal ImmutableArray<FleetOverride> FormOverrides { get; set; } = [];

    internal ImmutableDictionary<string, int> Replicas { get; set; } = ImmutableDictionary<string, int>.Empty;

    internal ImmutableArray<string> Overridable { get; set; } = [];

    /// <summary>All containers, those of helios run too.</summary>
    internal Dictionary<ContainerId, FleetEntry> Entries { get; } = [];

    internal Dictionary<string, IActorRef> Groups { get; } = [];

    internal DependencyGraph Graph { get; set; } = DependencyGraph.TryBuild([], out _)!;

    internal List<StopOperation> Stops { get; } = [];

    internal List<StartOperation> Starts { get; } = [];

    /// <summary>Applications that wait for the present one.</summary>
    internal Queue<Action> Applications { get; } = [];

    internal bool IsApplying { get; set; }

    internal bool IsShuttingDown { get; set; }

    internal long Generation { get; set; }

    internal void Mark(IEnumerable<ContainerId> ids, bool stopped) => Stopped = stopped ? Stopped.Union(ids) : Stopped.Except(ids);

    /// <summary>What outlives the daemon.</summary>
    /// <param name="lastEvent">The number of the newest event.</param>
    internal FleetRecord ToRecord(long lastEvent) => new()
    {
        Values = BaseRoot,
        SourcePath = SourcePath,
        Overrides = Overrides,
        FormOverrides = FormOverrides,
        Replicas = Replicas,
        Stopped = Stopped,

        // In steps, so that few events cost a write, and two ahead, so that none is used before it is written.
        MaxEvent = ((lastEvent / EventStep) + 2) * EventStep,
    };
}
