#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>A further test actor of a test, usable wherever a reference is.</summary>
public class TestProbe : TestKitBase, IInternalActorRef
{
    internal TestProbe(ActorSystem system, ITestKitAssertions assertions, string name)
        : base(assertions, system, null, null, name)
    {
    }

    /// <summary>The test actor.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>Who sent the last message that was taken.</summary>
    public IActorRef Sender => LastSender;

    /// <inheritdoc/>
    public ActorPath Path => TestActor.Path;

    /// <inheritdoc/>
    public bool IsLocal => true;

    /// <inheritdoc/>
    public IInternalActorRef Parent => Inner.Parent;

    /// <inheritdoc/>
    public bool IsTerminated => Inner.IsTerminated;

    private IInternalActorRef Inner => (IInternalActorRef)TestActor;

    /// <summary>Tells an actor, the test actor being the sender.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Passes the last message on, its sender kept.</summary>
    public void Forward(IActorRef actor) => actor.Tell(LastMessage, LastSender);

    /// <summary>Answers the last message.</summary>
    public void Reply(object message) => Sender.Tell(message, TestActor);

    /// <inheritdoc/>
    public override TestProbe CreateTestProbe(string name = null)
        => throw new InvalidOperationException("make probes with the test kit, not with a probe");

    /// <inheritdoc/>
    public void Tell(object message, IActorRef sender) => TestActor.Tell(message, sender);

    /// <inheritdoc/>
    public bool Equals(IActorRef other) => TestActor.Equals(other is TestProbe probe ? probe.TestActor : other);

    /// <inheritdoc/>
    public override bool Equals(object obj) => Equals(obj as IActorRef);

    /// <inheritdoc/>
    public override int GetHashCode() => TestActor.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(IActorRef other) => TestActor.CompareTo(other);

    /// <inheritdoc/>
    public int CompareTo(object obj) => TestActor.CompareTo(obj);

    /// <inheritdoc/>
    public override string ToString() => TestActor.ToString();

    /// <inheritdoc/>
    public IActorRef GetChild(IReadOnlyList<string> name) => Inner.GetChild(name);

    /// <inheritdoc/>
    public void Start() => Inner.Start();

    /// <inheritdoc/>
    public void Stop() => Inner.Stop();

    /// <inheritdoc/>
    public void Restart(Exception cause) => Inner.Restart(cause);

    /// <inheritdoc/>
    public void Suspend() => Inner.Suspend();

    /// <inheritdoc/>
    public void Resume(Exception causedByFailure = null) => Inner.Resume(causedByFailure);

    /// <inheritdoc/>
    public void SendSystemMessage(Dispatch.SysMsg.ISystemMessage message) => Inner.SendSystemMessage(message);
}
