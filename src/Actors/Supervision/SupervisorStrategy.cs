using Helios.Actors.Event;
using Helios.Actors.Internal;

namespace Helios.Actors;

/// <summary>What an actor does when a child fails.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Restarts, except that an actor that was killed, could not be made, or broke a death pact is stopped.</summary>
    public static IDecider DefaultDecider = Helios.Actors.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>One for one, without a limit, with <see cref="DefaultDecider"/>.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>Stops every child that fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(static _ => Directive.Stop);

    /// <summary>Chooses the directive.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Whether failures are written to the log.</summary>
    protected bool LoggingEnabled { get; set; } = true;

    /// <summary>Chooses the directive for one failure.</summary>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Called when a child has terminated, for whatever reason.</summary>
    public abstract void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children);

    /// <summary>Restarts or stops, once that has been decided.</summary>
    /// <param name="context">The supervisor.</param>
    /// <param name="restart">Restart rather than stop.</param>
    /// <param name="child">Who failed.</param>
    /// <param name="cause">Why.</param>
    /// <param name="stats">What is remembered of the child.</param>
    /// <param name="children">All children, the failed one included.</param>
    public abstract void ProcessFailure(
        IActorContext context,
        bool restart,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children);

    /// <summary>Decides and acts; false means escalate.</summary>
    public bool HandleFailure(
        ActorCell actorCell,
        IActorRef child,
        Exception cause,
        ChildRestartStats stats,
        IReadOnlyCollection<ChildRestartStats> children)
    {
        Directive directive = Handle(child, cause);
        switch (directive)
        {
            case Directive.Escalate:
                LogFailure(actorCell, child, cause, directive);
                return false;
            case Directive.Resume:
                LogFailure(actorCell, child, cause, directive);
                ResumeChild(child, cause);
                return true;
            case Directive.Restart:
                LogFailure(actorCell, child, cause, directive);
                ProcessFailure(actorCell, true, child, cause, stats, children);
                return true;
            default:
                LogFailure(actorCell, child, cause, directive);
                ProcessFailure(actorCell, false, child, cause, stats, children);
                return true;
        }
    }

    /// <summary>Lets a child go on.</summary>
    protected void ResumeChild(IActorRef child, Exception exception) => ((IInternalActorRef)child).Resume(exception);

    /// <summary>Restarts a child; one that has not failed must be suspended first.</summary>
    protected void RestartChild(IActorRef child, Exception cause, bool suspendFirst)
    {
        IInternalActorRef target = (IInternalActorRef)child;
        if (suspendFirst)
        {
            target.Suspend();
        }

        target.Restart(cause);
    }

    /// <summary>Writes a failure to the log: a warning when the child goes on as it is, an error otherwise.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled)
        {
            return;
        }

        Exception shown = cause is ActorInitializationException { InnerException: { } inner } ? inner : cause;
        string source = child.Path.ToString();
        context.System.EventStream.Publish(directive switch
        {
            Directive.Resume => new Warning(cause, source, GetType(), shown.Message),
            Directive.Escalate => new Debug(cause, source, GetType(), shown.Message),
            _ => (LogEvent)new Error(cause, source, GetType(), shown.Message),
        });
    }
}
