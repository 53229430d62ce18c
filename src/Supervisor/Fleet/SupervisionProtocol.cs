using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>What the actors of the supervisor tell each other. Nobody outside sees it.</summary>
internal static class SupervisionProtocol
{
    /// <summary>Container to fleet: it is Waiting and asks whether it is its turn.</summary>
    internal sealed record MayStart(ContainerId Id);

    /// <summary>Fleet to container: it is your turn.</summary>
    internal sealed record Go(ContainerId Id);

    /// <summary>Fleet to container: not yet, and why.</summary>
    internal sealed record NotYet(ContainerId Id, string Reason, bool IsInVain = false);

    /// <summary>Container to fleet: the facts have changed.</summary>
    /// <param name="Actor">The actor's name: a container that was removed and made anew has another.</param>
    /// <param name="Before">The facts as they were last told.</param>
    /// <param name="Now">The facts.</param>
    internal sealed record Reported(string Actor, ContainerStatus Before, ContainerStatus Now);

    /// <summary>Container to group: a run ended and this follows; also group to parent group, when the group gave up.</summary>
    internal sealed record MemberEnded(string Member, bool Essential, MemberEnd End);

    /// <summary>Container or group to fleet: publish this.</summary>
    internal sealed record Publish(object Event);

    /// <summary>Fleet to container: tell your facts again, because the fleet has lost what it knew.</summary>
    internal sealed record Refresh;

    /// <summary>Fleet to container: this is how you are to be looked after from now on, and what you are from the next run on.</summary>
    internal sealed record Configure(MemberSpec Member);

    /// <summary>Fleet to container: begin to follow your schedule.</summary>
    internal sealed record Arm;

    /// <summary>Fleet to container: forget your history.</summary>
    internal sealed record ForgetPast;

    /// <summary>Fleet to group: the group and its members in start order.</summary>
    internal sealed record Regroup(GroupSpec Spec, ImmutableArray<string> Order);

    /// <summary>Fleet to group: make the actor of a container.</summary>
    internal sealed record Adopt(ContainerHolder Holder);

    /// <summary>Fleet to group: hand this to the actor of a container, with the asker as sender.</summary>
    internal sealed record Routed(ContainerId Id, object Message);

    /// <summary>Fleet to group: the container is gone, let its actor go when it has answered what it still has.</summary>
    internal sealed record Dismiss(ContainerId Id);

    /// <summary>Group to fleet: restart these members, containers and groups, together; nobody of them starts before all are down.</summary>
    internal sealed record RestartMembers(string Group, string Because, ImmutableArray<string> Members);

    /// <summary>Group to fleet: the group is to be stopped.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Action">What the fleet does when it is down; null when the group has simply done its work.</param>
    internal sealed record StopGroup(string Group, string Reason, GiveUpAction? Action);

    /// <summary>Group to fleet: a group among the members failed and is to be started again.</summary>
    internal sealed record GroupAgain(string Group);

    /// <summary>Container to fleet: the actor failed at this message of the fleet, so it may not have been carried out.</summary>
    internal sealed record Broke(ContainerId Id, object Message);
}
