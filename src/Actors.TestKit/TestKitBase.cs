#nullable disable annotations
using System.Diagnostics;
using Helios.Actors.Setup;
using Helios.Actors.TestKit.Internal;

namespace Helios.Actors.TestKit;

/// <summary>A test's view of a system: its test actor receives, the test expects.</summary>
public abstract partial class TestKitBase : ICanWatch
{
    private readonly ITestKitAssertions _assertions;
    private readonly TestActorQueue _queue;
    private readonly long _realStart = Stopwatch.GetTimestamp();
    private TimeSpan? _end;
    private bool _lastWasNoMsg;

    /// <summary>Joins a system, or starts one.</summary>
    /// <param name="assertions">How a failure reaches the test framework.</param>
    /// <param name="system">The system; null for a new one.</param>
    /// <param name="config">Settings of a new system.</param>
    /// <param name="actorSystemName">Name of a new system.</param>
    /// <param name="testActorName">Name of the test actor.</param>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem system = null, ActorSystemSetup config = null, string actorSystemName = null, string testActorName = null)
    {
        _assertions = assertions;
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", config ?? ActorSystemSetup.Empty);
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        _queue = new TestActorQueue(Waiting);
        TestActor = MakeTestActor(_queue, testActorName ?? NextName("testActor"));
        EventFilter = new EventFilterFactory(this);
        if (this is not INoImplicitSender and not TestProbe)
        {
            ActorCell cell = ((LocalActorRef)TestActor).Cell;
            ActorCell.Current = cell;
            SynchronizationContext.SetSynchronizationContext(new ActorCellKeepingSynchronizationContext(cell));
        }
    }

    /// <summary>The system.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The times that the test's waits take.</summary>
    public TestKitSettings TestKitSettings { get; }

    /// <summary>The actor whose messages this kit expects.</summary>
    public IActorRef TestActor { get; }

    /// <summary>Who sent the last message that was taken; the dead letters office before.</summary>
    public IActorRef LastSender => LastEnvelope is NullMessageEnvelope ? Sys.DeadLetters : LastEnvelope.Sender;

    /// <summary>The last message that was taken.</summary>
    public object LastMessage => LastEnvelope.Message;

    /// <summary>The last message that was taken, with its sender.</summary>
    public MessageEnvelope LastEnvelope { get; private set; } = NullMessageEnvelope.Instance;

    /// <summary>True when a message waits.</summary>
    public bool HasMessages => _queue.Count > 0;

    /// <summary>Expects events of the log.</summary>
    public EventFilterFactory EventFilter { get; }

    /// <summary>The time left of the surrounding Within; the default timeout outside of one.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>The time left of the surrounding Within.</summary>
    public TimeSpan Remaining => _end is { } end
        ? Max(end - Clock, TimeSpan.Zero)
        : throw new InvalidOperationException("Remaining exists only inside Within");

    private protected ITestKitAssertions Assertions => _assertions;

    private protected IWaiting Waiting => ((ActorSystemImpl)Sys).Waiting;

    /// <summary>The clock of the test: simulated where the system's is, real otherwise, also with a TestScheduler.</summary>
    private protected TimeSpan Clock => Waiting is null ? Stopwatch.GetElapsedTime(_realStart) : Sys.Scheduler.MonotonicClock;

    /// <summary>The test actor is told when an actor terminates.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new StartWatching(actorToWatch), ActorRefs.NoSender);
        Settle();
        return actorToWatch;
    }

    /// <summary>The test actor is told by a message of its own when an actor terminates.</summary>
    public IActorRef WatchWith(IActorRef subject, object message)
        => throw new NotSupportedException("a test actor watches with Watch and receives Terminated");

    /// <summary>The test actor is no longer told.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Tell(new StopWatching(actorToUnwatch), ActorRefs.NoSender);
        Settle();
        return actorToUnwatch;
    }

    /// <summary>Leaves out messages for which the function is true.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage)
    {
        TestActor.Tell(new SetIgnore(shouldIgnoreMessage), ActorRefs.NoSender);
        Settle();
    }

    /// <summary>Leaves out messages of a type for which the function is true.</summary>
    public void IgnoreMessages<T>(Func<T, bool> shouldIgnoreMessage) => IgnoreMessages(message => message is T typed && shouldIgnoreMessage(typed));

    /// <summary>Leaves out messages of a type.</summary>
    public void IgnoreMessages<T>() => IgnoreMessages(static message => message is T);

    /// <summary>Leaves nothing out any more.</summary>
    public void IgnoreNoMessages() => IgnoreMessages(static _ => false);

    /// <summary>Sets what answers in the test's place.</summary>
    public void SetAutoPilot(AutoPilot pilot)
    {
        TestActor.Tell(new SetPilot(pilot), ActorRefs.NoSender);
        Settle();
    }

    /// <summary>Makes a further test actor with expectations of its own.</summary>
    public virtual TestProbe CreateTestProbe(string name = null) => CreateTestProbe(Sys, name);

    /// <summary>Makes a test actor with expectations of its own in another system.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string name = null)
        => new(system, _assertions, NextName(name is null ? "probe" : name + "-"));

    /// <summary>Makes a further test actor.</summary>
    public IActorRef CreateTestActor(string name) => MakeTestActor(new TestActorQueue(Waiting), name);

    /// <summary>Ends a system and waits for it.</summary>
    /// <param name="duration">How long it may take; 5 s, stretched, by default.</param>
    /// <param name="verifySystemShutdown">Whether a system that does not end fails the test.</param>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) => Shutdown(Sys, duration, verifySystemShutdown);

    /// <summary>Ends a system and waits for it.</summary>
    protected virtual void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        TimeSpan limit = duration ?? Dilated(TestKitSettings.DefaultTimeout);
        Task end = system.Terminate();
        bool ended = ((ActorSystemImpl)system).Waiting is { } waiting
            ? waiting.RunUntil(() => end.IsCompleted, limit)
            : end.Wait(limit);
        if (!ended && verifySystemShutdown)
        {
            _assertions.Fail($"the system {system.Name} did not end within {limit}:\n{((ExtendedActorSystem)system).PrintTree()}");
        }
    }

    /// <summary>A time stretched for slow machines by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration)
        => duration == Timeout.InfiniteTimeSpan ? duration : TimeSpan.FromTicks((long)(duration.Ticks * TestKitSettings.TestTimeFactor));

    /// <summary>The time left of the surrounding Within, another outside of one.</summary>
    public TimeSpan RemainingOr(TimeSpan duration) => _end is null ? duration : Remaining;

    /// <summary>The time left of the surrounding Within, or that time if it is shorter.</summary>
    public TimeSpan RemainingOrDilated(TimeSpan? duration) => duration is { } given
        ? (_end is null ? Dilated(given) : Min(Dilated(given), Remaining))
        : RemainingOrDefault;

    internal void FailTest(string why) => _assertions.Fail(why);

    /// <summary>Lets the actors of a simulated system act on what the test told its test actor.</summary>
    private void Settle() => Waiting?.RunUntil(() => ((LocalActorRef)TestActor).Cell is { HasMessages: false }, TimeSpan.Zero);

    private LocalActorRef MakeTestActor(TestActorQueue queue, string name)
    {
        LocalActorRef actor = (LocalActorRef)((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new InternalTestActor(queue)).WithDispatcher(CallingThreadDispatcher.Id), name);

        // Its constructor has run when Tell runs on this thread; elsewhere wait, so that the test starts with a live sender.
        Waiting?.RunUntil(() => actor.Cell.Actor is not null, TimeSpan.Zero);
        return actor;
    }

    private string NextName(string prefix) => prefix + ((ActorSystemImpl)Sys).NextTempName()[1..];

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
