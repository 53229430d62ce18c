#nullable disable annotations
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors.TestKit;

/// <summary>An actor that runs on the thread of the test, and whose instance the test can see.</summary>
public class TestActorRef<TActor> : InternalActorRefBase
    where TActor : ActorBase
{
    private readonly LocalActorRef _inner;

    /// <summary>Makes the actor.</summary>
    /// <param name="system">The system.</param>
    /// <param name="actorProps">What to make.</param>
    /// <param name="supervisor">Its parent; null for the user guardian.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
    {
        LocalActorRef parent = supervisor switch
        {
            LocalActorRef local => local,
            TestProbe probe => (LocalActorRef)probe.TestActor,
            _ => (LocalActorRef)((ExtendedActorSystem)system).Guardian,
        };
        _inner = parent.Cell.MakeChild(actorProps.WithDispatcher(CallingThreadDispatcher.Id), name);
    }

    /// <summary>The instance of the present incarnation.</summary>
    public TActor UnderlyingActor => _inner.Cell.Actor as TActor
        ?? throw new IllegalActorStateException($"{_inner.Path} has no running instance of {typeof(TActor).Name}");

    /// <summary>The reference.</summary>
    public IActorRef Ref => _inner;

    /// <inheritdoc/>
    public override ActorPath Path => _inner.Path;

    /// <inheritdoc/>
    public override IInternalActorRef Parent => _inner.Parent;

    /// <inheritdoc/>
    public override bool IsTerminated => _inner.IsTerminated;

    /// <inheritdoc/>
    public override bool IsLocal => true;

    /// <summary>Runs the behaviour at once; what it throws reaches the test.</summary>
    public void Receive(object message, IActorRef sender = null) => _inner.Cell.ReceiveMessageForTest(message, sender);

    /// <summary>The actor is told when another terminates.</summary>
    public void Watch(IActorRef subject) => _inner.Cell.UseThreadContext(() => _inner.Cell.Watch(subject));

    /// <summary>The actor is no longer told.</summary>
    public void Unwatch(IActorRef subject) => _inner.Cell.UseThreadContext(() => _inner.Cell.Unwatch(subject));

    /// <inheritdoc/>
    public override IActorRef GetChild(IReadOnlyList<string> name) => _inner.GetChild(name);

    /// <inheritdoc/>
    public override void Start() => _inner.Start();

    /// <inheritdoc/>
    public override void Stop() => _inner.Stop();

    /// <inheritdoc/>
    public override void Restart(Exception cause) => _inner.Restart(cause);

    /// <inheritdoc/>
    public override void Suspend() => _inner.Suspend();

    /// <inheritdoc/>
    public override void Resume(Exception causedByFailure = null) => _inner.Resume(causedByFailure);

    /// <inheritdoc/>
    public override void SendSystemMessage(ISystemMessage message) => _inner.SendSystemMessage(message);

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender) => _inner.Tell(message, sender);

    /// <inheritdoc/>
    public override bool Equals(IActorRef other) => _inner.Equals(other is TestActorRef<TActor> same ? same._inner : other);

    /// <inheritdoc/>
    public override int GetHashCode() => _inner.GetHashCode();
}
