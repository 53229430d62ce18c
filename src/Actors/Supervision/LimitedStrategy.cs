namespace Helios.Actors;

/// <summary>What <see cref="OneForOneStrategy"/> and <see cref="AllForOneStrategy"/> share: a decider, and a limit of restarts within a window.</summary>
public abstract class LimitedStrategy : SupervisorStrategy
{
    private protected LimitedStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>Restarts allowed within the window, negative for no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The window, negative for one without end.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    /// <inheritdoc/>
    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
    }
}
