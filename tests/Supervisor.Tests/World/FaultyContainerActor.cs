namespace Helios.Supervisor.Tests;

/// <summary>When a container's actor throws: at the n-th message that any of them gets, before or after it was handled.</summary>
internal sealed class Fault(int at, bool afterwards)
{
    internal int Seen { get; private set; }

    /// <summary>The types of the messages that were seen.</summary>
    internal HashSet<Type> Types { get; } = [];

    internal bool Comes()
    {
        Seen++;
        return Seen == at;
    }

    internal bool IsAfterwards => afterwards;
}

/// <summary>The production actor, with a bug at one message.</summary>
internal sealed class FaultyContainerActor(SupervisorParts parts, ContainerHolder holder, IActorRef fleet, Fault fault) : ContainerActor(parts, holder, fleet)
{
    protected override bool AroundReceive(Receive receive, object message)
    {
        fault.Types.Add(message.GetType());
        bool comes = fault.Comes();
        if (comes && !fault.IsAfterwards)
        {
            throw new InvalidOperationException($"injected before {message.GetType().Name}");
        }

        bool known = base.AroundReceive(receive, message);
        return comes ? throw new InvalidOperationException($"injected after {message.GetType().Name}") : known;
    }
}
