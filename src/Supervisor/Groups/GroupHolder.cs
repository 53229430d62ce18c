using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>What a group remembers when its actor fails.</summary>
internal sealed class GroupHolder(GroupSpec spec)
{
    internal GroupSpec Spec { get; set; } = spec;

    /// <summary>What the actor was doing.</summary>
    internal Unfinished Unfinished { get; } = new();

    /// <summary>The members in start order: containers and groups by name.</summary>
    internal ImmutableArray<string> Order { get; set; } = [];

    /// <summary>The restarts that the intensity window may still count.</summary>
    internal ImmutableArray<DateTimeOffset> Restarts { get; set; } = [];

    /// <summary>How often in a row each group below came back, and when it last did.</summary>
    internal Dictionary<string, (int Steps, DateTimeOffset Last)> Returns { get; } = new(StringComparer.Ordinal);

    /// <summary>The actors of the containers.</summary>
    internal Dictionary<ContainerId, IActorRef> Containers { get; } = [];
}
