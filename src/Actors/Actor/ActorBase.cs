namespace Helios.Actors;

/// <summary>The root of all actors: one instance is one incarnation, and only its own cell calls it.</summary>
public abstract class ActorBase : IInternalActor
{
    /// <summary>Stands for <see cref="Receive(object)"/> of the running actor, so that no actor needs a delegate of its own.</summary>
    internal static readonly Receive InitialBehavior = static message
        => ActorCell.Current?.Actor?.Receive(message) ?? throw NoContext();

    private readonly ActorCell _cell;

    /// <summary>Binds the instance to the cell that is making it.</summary>
    /// <exception cref="ActorInitializationException">Somebody called the constructor outside of ActorOf.</exception>
    protected ActorBase()
        => _cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"{GetType().Name} is an actor and cannot be made with new: use ActorOf(Props.Create(...))");

    /// <summary>The behaviour that knows no message.</summary>
    protected static Receive EmptyReceive { get; } = static _ => false;

    /// <summary>The context of the actor that runs on this thread.</summary>
    /// <exception cref="NotSupportedException">No actor runs on this thread.</exception>
    protected static IActorContext Context => ActorCell.Current ?? throw NoContext();

    /// <summary>This actor. Safe to use from every thread.</summary>
    protected IActorRef Self => _cell.Self;

    /// <summary>Who sent the message that is being processed; the dead letters office when nobody did.</summary>
    protected IActorRef Sender => _cell.Sender;

    IActorContext IInternalActor.ActorContext => _cell;

    internal ActorCell CellOrNull => _cell;

    internal ActorStash? StashOrNull { get; private set; }

    /// <summary>Called by the kernel; override to surround <see cref="PreStart"/>.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Called by the kernel; override to surround <see cref="PostStop"/>.</summary>
    public virtual void AroundPostStop() => PostStop();

    /// <summary>Called by the kernel; override to surround <see cref="PreRestart"/>.</summary>
    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    /// <summary>Called by the kernel; override to surround <see cref="PostRestart"/>.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Called by the kernel for each message; override to surround the behaviour.</summary>
    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        bool known = ReferenceEquals(receive, InitialBehavior) ? Receive(message) : receive(message);
        if (!known)
        {
            Unhandled(message);
        }

        return known;
    }

    /// <summary>Processes a message; false says that it is not known.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called when no behaviour knew the message: publishes it, and throws for the death of a watched actor.</summary>
    /// <exception cref="DeathPactException">The message is a <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        _cell.System.EventStream.Publish(new Event.UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Replaces the behaviour.</summary>
    protected void Become(Receive receive) => _cell.Become(receive);

    /// <summary>Replaces the behaviour until <see cref="UnbecomeStacked"/>.</summary>
    protected void BecomeStacked(Receive receive) => _cell.BecomeStacked(receive);

    /// <summary>Returns to the behaviour before the last <see cref="BecomeStacked"/>.</summary>
    protected void UnbecomeStacked() => _cell.UnbecomeStacked();

    /// <summary>Asks for <see cref="ReceiveTimeout"/> after that much silence; null for none.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => _cell.SetReceiveTimeout(timeout);

    /// <summary>How failures of children are handled; asked once for each incarnation.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Helios.Actors.SupervisorStrategy.DefaultStrategy;

    /// <summary>Called before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Called after the last message, when all children have stopped.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>Called on the failed instance: stops the children and calls <see cref="PostStop"/>.</summary>
    /// <param name="reason">What was thrown.</param>
    /// <param name="message">The message that was being processed; null when there was none.</param>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (IActorRef child in _cell.GetChildren())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }

        PostStop();
    }

    /// <summary>Called on the new instance: calls <see cref="PreStart"/>.</summary>
    /// <param name="reason">What made the former instance fail.</param>
    protected virtual void PostRestart(Exception reason) => PreStart();

    internal SupervisorStrategy SupervisorStrategyInternal() => SupervisorStrategy();

    internal bool InvokeReceive(Receive behavior, object message) => AroundReceive(behavior, message);

    /// <summary>Gives the instance what its interfaces ask for.</summary>
    internal virtual void InitializeInstance()
    {
        if (this is IWithTimers withTimers)
        {
            withTimers.Timers = _cell.Timers;
        }

        if (this is IActorStash withStash)
        {
            StashOrNull = new ActorStash(_cell, withStash is IWithUnboundedStash ? Deploy.NoStashSize : _cell.StashCapacity);
            withStash.Stash = StashOrNull;
        }
    }

    private static NotSupportedException NoContext() => new(
        "There is no active ActorContext on this thread: Context and Become belong to the actor's own thread. "
        + "After an await with ConfigureAwait(false), or in a task or a timer callback, use a Self that was stored before.");
}
