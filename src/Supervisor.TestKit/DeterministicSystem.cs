using Akka.Actor;
using Akka.Configuration;

namespace Helios.Supervisor.TestKit;

/// <summary>An actor system on one thread, in virtual time, with one order of messages for each seed: the same seed gives the same run.</summary>
/// <remarks>
/// <para>
/// It is Akka's own actor system. Two of its parts are exchanged by configuration: the dispatcher, which lists the mailboxes that have something to do
/// and lets the seed draw the next one, and the scheduler, whose clock moves only when no mailbox has anything to do. A day passes as fast as its
/// messages are handled.
/// </para>
/// <para>
/// Nothing runs but inside <see cref="RunUntilIdle"/> and <see cref="Advance"/>, on the caller's thread. What leaves that thread leaves the order too:
/// <c>Task.Run</c>, <c>Task.Delay</c>, files read asynchronously, <c>Ask</c> (use <see cref="Ask"/>) and Akka's <c>PipeTo</c>.
/// <see cref="Strays"/> counts what came back from outside; a run is repeatable when it is 0.
/// </para>
/// </remarks>
public sealed class DeterministicSystem : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly VirtualScheduler _scheduler;

    private DeterministicSystem(string name, ulong seed, DateTimeOffset start, Config config)
    {
        System = ActorSystem.Create(name, VirtualScheduler.Configuration(seed, start).WithFallback(config));
        _scheduler = (VirtualScheduler)System.Scheduler;
        Time = new SchedulerTime(System.Scheduler);
        RunUntilIdle();
    }

    /// <summary>The actor system. Its actors, watches, timers and supervision are Akka's.</summary>
    public ActorSystem System { get; }

    /// <summary>The virtual clock, for what is no actor. Its timers are due in virtual time.</summary>
    public TimeProvider Time { get; }

    /// <summary>How many messages were sent so far.</summary>
    public long Sent => _scheduler.Sent;

    /// <summary>A hash over every message so far: when, from whom, to whom, which type. Two runs that were the same have the same.</summary>
    public ulong TraceHash => _scheduler.Hash;

    /// <summary>How many turns of mailboxes and timers there were.</summary>
    public long Turns { get; private set; }

    /// <summary>Called after every turn, on the thread that runs the system; null for nobody. This is where invariants are checked.</summary>
    public Action? AfterTurn { get; set; }

    /// <summary>Gets every message as it is sent; null for nobody.</summary>
    public Action<TracedMessage>? OnMessage
    {
        get => _scheduler.OnMessage;
        set => _scheduler.OnMessage = value;
    }

    /// <summary>How often another thread gave this system something to do.</summary>
    public long Strays => _scheduler.Strays;

    /// <summary>Starts a system.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">Determines the order of messages.</param>
    /// <param name="start">What the clock shows at first; null is the start of 1970.</param>
    /// <param name="config">Further configuration; what makes the run deterministic comes before it.</param>
    public static DeterministicSystem Create(string name, ulong seed, DateTimeOffset? start = null, Config? config = null)
        => new(name, seed, start ?? DateTimeOffset.UnixEpoch, config ?? Config.Empty);

    /// <summary>Handles messages, and what is due now, until there is nothing left to do without moving the clock.</summary>
    public void RunUntilIdle()
    {
        while (_scheduler.Step())
        {
            Turns++;
            AfterTurn?.Invoke();
        }
    }

    /// <summary>Lets time pass: everything that is due until then happens, each at its own moment.</summary>
    /// <param name="time">How much; zero or more.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long end = _scheduler.MonotonicClock.Ticks + time.Ticks;
        RunUntilIdle();
        while (_scheduler.NextDue is { } due && due <= end)
        {
            _scheduler.MoveTo(due);
            RunUntilIdle();
        }

        _scheduler.MoveTo(end);
    }

    /// <summary>The wall clock jumps, forwards or back. Timers go on as before, as with the kernel's CLOCK_MONOTONIC.</summary>
    public void JumpClock(TimeSpan by) => _scheduler.Jump(by);

    /// <summary>An actor dies with all below it as when its process dies: nothing is handled any more, and nobody is told.</summary>
    public void Silence(IActorRef actor) => _scheduler.Silence(actor);

    /// <summary>Asks an actor. The answer is there as soon as the actor has sent it, on the thread that runs the system.</summary>
    public PendingAnswer Ask(IActorRef actor, object question)
    {
        ArgumentNullException.ThrowIfNull(actor);
        PendingAnswer answer = new(((ExtendedActorSystem)System).Provider);
        actor.Tell(question, answer.Ref);
        RunUntilIdle();
        return answer;
    }

    /// <summary>Ends the system.</summary>
    public void Dispose()
    {
        _scheduler.Unsilence();
        Task end = System.Terminate();
        long begin = TimeProvider.System.GetTimestamp();
        do
        {
            // The end of the system is reported on the pool, the ends of its actors come here.
            RunUntilIdle();
        }
        while (!end.Wait(TimeSpan.FromMilliseconds(1)) && TimeProvider.System.GetElapsedTime(begin) < s_patience);
    }
}
