using Helios.Actors.Configuration;
using Helios.Actors.Setup;

namespace Helios.Actors.Deterministic;

/// <summary>An actor system on one thread with a clock of its own: the same seed gives the same run, message for message.</summary>
/// <remarks>
/// Every actor runs here whatever dispatcher it asks for. At each step the seed draws one of the mailboxes that have work and one of
/// its messages is processed; time moves on only when no mailbox has work. What the scenario does must be deterministic too: no
/// other threads (nor Task.Run, Task.Delay and Task.Yield outside of asynchronous handlers), no clock but
/// <see cref="ActorSystem.Scheduler"/>, no random numbers but <see cref="Random"/>.
/// Not thread-safe: drive it from one thread.
/// </remarks>
public sealed class DeterministicSystem : IDisposable, IWaiting
{
    private readonly VirtualScheduler _clock;
    private readonly DeterministicDispatcher _dispatcher;
    private readonly StepTrace _trace;

    private DeterministicSystem(string name, ulong seed, Config? config, ActorSystemSetup? setup, DateTimeOffset start, TextWriter? trace, int keepLines)
    {
        Seed = seed;
        DeterministicRandom root = new(seed);
        Random = root.Fork();
        _trace = new StepTrace(trace, keepLines);
        _clock = new VirtualScheduler(start);
        _dispatcher = new DeterministicDispatcher(root.Fork(), _trace);
        _trace.Clock = _clock;
        Config quiet = ConfigurationFactory.ParseString("akka.loggers = []\nakka.log-dead-letters = off");
        System = ActorSystem.Create(
            name,
            (setup ?? ActorSystemSetup.Empty)
                .WithSetup(BootstrapSetup.Create().WithConfig((config ?? Config.Empty).WithFallback(quiet)))
                .WithSetup(new EngineSetup(_clock, _dispatcher, this)));
        RunUntilIdle();
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The seed of this run.</summary>
    public ulong Seed { get; }

    /// <summary>Random numbers for the scenario, apart from those that order the mailboxes.</summary>
    public DeterministicRandom Random { get; }

    /// <summary>The time that has passed.</summary>
    public TimeSpan Elapsed => _clock.MonotonicClock;

    /// <summary>How many messages have been processed, those of the kernel included.</summary>
    public long MessagesProcessed => _trace.Messages;

    /// <summary>A hash over the whole trace: equal when two runs were the same.</summary>
    public ulong TraceHash => _trace.Hash;

    /// <summary>The last lines of the trace, as many as were to be kept.</summary>
    public string LastLines => _trace.LastLines;

    /// <summary>Starts a system.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="seed">Draws the order of the mailboxes.</param>
    /// <param name="config">Settings; without loggers unless they say otherwise.</param>
    /// <param name="setup">Programmatic settings.</param>
    /// <param name="start">The time of day at the beginning; 2000-01-01 UTC by default.</param>
    /// <param name="trace">Receives a line for each message that is processed.</param>
    /// <param name="keepLines">How many of these lines are kept for <see cref="LastLines"/>.</param>
    public static DeterministicSystem Create(
        string name,
        ulong seed,
        Config? config = null,
        ActorSystemSetup? setup = null,
        DateTimeOffset? start = null,
        TextWriter? trace = null,
        int keepLines = 0)
        => new(name, seed, config, setup, start ?? new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), trace, keepLines);

    /// <summary>Processes one message, or runs one piece of work that is due now; false when there is neither.</summary>
    public bool Step()
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        ActorCell? outerCell = ActorCell.Current;

        // Without a context, tasks that are completed here continue here; with one, ConfigureAwait(false) leaves for the pool.
        SynchronizationContext.SetSynchronizationContext(null);
        ActorCell.Current = null;
        try
        {
            return _dispatcher.Step() || _clock.RunOneDue();
        }
        finally
        {
            ActorCell.Current = outerCell;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Processes messages until none is left. Time stands still.</summary>
    public void RunUntilIdle()
    {
        while (Step())
        {
        }
    }

    /// <summary>Lets time pass, with everything that falls due in it.</summary>
    public void Advance(TimeSpan time) => RunUntil(static () => false, time);

    /// <summary>Runs until the condition holds; false when it did not within that much simulated time.</summary>
    /// <param name="condition">Asked after each step.</param>
    /// <param name="limit">At most that much time passes; <see cref="TimeSpan.MaxValue"/> ends when nothing is left to do.</param>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        long end = limit.Ticks > long.MaxValue - Elapsed.Ticks ? long.MaxValue : Elapsed.Ticks + limit.Ticks;
        while (!condition())
        {
            if (Step())
            {
                continue;
            }

            if (_clock.NextDue is not { } due || due > end)
            {
                if (end != long.MaxValue)
                {
                    _clock.MoveTo(end);
                }

                return condition();
            }

            _clock.MoveTo(due);
        }

        return true;
    }

    /// <summary>Runs until a task has ended and returns its result.</summary>
    /// <exception cref="TimeoutException">It did not end within that much simulated time.</exception>
    public T Await<T>(Task<T> task, TimeSpan limit)
        => RunUntil(() => task.IsCompleted, limit)
            ? task.GetAwaiter().GetResult()
            : throw new TimeoutException($"the task did not end within {limit} of simulated time");

    /// <summary>Runs until a task has ended.</summary>
    /// <exception cref="TimeoutException">It did not end within that much simulated time.</exception>
    public void Await(Task task, TimeSpan limit)
    {
        if (!RunUntil(() => task.IsCompleted, limit))
        {
            throw new TimeoutException($"the task did not end within {limit} of simulated time");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Ends the system.</summary>
    public void Dispose()
    {
        Task end = System.Terminate();
        RunUntil(() => end.IsCompleted, TimeSpan.FromHours(1));
    }
}
