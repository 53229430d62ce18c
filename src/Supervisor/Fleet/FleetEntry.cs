using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>A container as the fleet knows it.</summary>
internal sealed class FleetEntry(MemberSpec member, string actor, ContainerStatus status)
{
    /// <summary>The name of its actor.</summary>
    internal string Actor { get; } = actor;

    /// <summary>Whether an earlier supervisor had it.</summary>
    internal bool WasLeft { get; init; }

    internal MemberSpec Member { get; set; } = member;

    /// <summary>What the container last told.</summary>
    internal ContainerStatus Status { get; set; } = status;

    /// <summary>It was told to start and has not said anything since.</summary>
    internal bool IsStartPending { get; set; }

    /// <summary>It asked for its turn and has not got it.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>The reason it was last told.</summary>
    internal string? ToldReason { get; set; }

    /// <summary>How many operations keep it from starting.</summary>
    internal int Gates { get; set; }

    /// <summary>How often in a row it failed at what it was told.</summary>
    internal int Breaks { get; set; }

    internal MemberFacts Facts => MemberFacts.Of(Status, IsStartPending);

    internal bool IsDown => Status.State is ContainerState.Created or ContainerState.Exited or ContainerState.Failed or ContainerState.Removed;
}
