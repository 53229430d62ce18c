using Akka.Actor;

namespace Helios.Supervisor.Tests;

/// <summary>When a container's actor throws: at the n-th message that any of them gets, before or after it was handled.</summary>
internal sealed class Fault(int at, bool afterwards)
{
    internal int Seen { get; private set; }

    /// <summary>The types of the messages that were seen.</summary>
    internal HashSet<Type> Types { get; } = [];

    /// <summary>Handles a message, and throws if it is the one.</summary>
    internal bool Around(object message, Func<bool> handle)
    {
        // A timer's message comes in an envelope of its own.
        message = message is IWrappedMessage wrapped ? wrapped.Message : message;
        Types.Add(message.GetType());
        bool comes = ++Seen == at;
        if (comes && !afterwards)
        {
            throw new InvalidOperationException($"injected before {message.GetType().Name}");
        }

        bool known = handle();
        return comes ? throw new InvalidOperationException($"injected after {message.GetType().Name}") : known;
    }
}

/// <summary>The production actors, each with a bug at one message.</summary>
internal sealed class FaultyContainerActor(SupervisorParts parts, ContainerHolder holder, IActorRef fleet, Fault fault) : ContainerActor(parts, holder, fleet)
{
    protected override bool AroundReceive(Receive receive, object message) => fault.Around(message, () => base.AroundReceive(receive, message));
}

/// <inheritdoc cref="FaultyContainerActor"/>
internal sealed class FaultyFleetActor(SupervisorParts parts, FleetHolder holder, Fault fault) : FleetActor(parts, holder)
{
    protected override bool AroundReceive(Receive receive, object message) => fault.Around(message, () => base.AroundReceive(receive, message));
}

/// <inheritdoc cref="FaultyContainerActor"/>
internal sealed class FaultyGroupActor(SupervisorParts parts, GroupHolder holder, Fault fault) : GroupActor(parts, holder)
{
    protected override bool AroundReceive(Receive receive, object message) => fault.Around(message, () => base.AroundReceive(receive, message));
}

/// <inheritdoc cref="FaultyContainerActor"/>
internal sealed class FaultyHealthActor(SupervisorParts parts, Fault fault) : HealthActor(parts)
{
    protected override bool AroundReceive(Receive receive, object message) => fault.Around(message, () => base.AroundReceive(receive, message));
}

/// <inheritdoc cref="FaultyContainerActor"/>
internal sealed class FaultyLogActor(SupervisorParts parts, ContainerLog log, Fault fault) : LogActor(parts, log)
{
    protected override bool AroundReceive(Receive receive, object message) => fault.Around(message, () => base.AroundReceive(receive, message));
}
