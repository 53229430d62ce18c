using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>What the fleet remembers when its actor fails.</summary>
/// <param name="marks">Which containers somebody stopped.</param>
internal sealed class FleetHolder(StopMarks marks)
{
    internal StopMarks Marks { get; } = marks;

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
}
