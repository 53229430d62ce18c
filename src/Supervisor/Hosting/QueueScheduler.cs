using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Helios.Supervisor;

/// <summary>The scheduler of the supervisor's actor system: one thread that sleeps until the next work is due. Named by <c>akka.scheduler.implementation</c>.</summary>
/// <remarks>
/// Akka's own is a wheel of timers that ticks every 10 ms for ever, and that is started on the thread pool by its first callers, who wait for it: when
/// every thread of the pool is such a caller, as when a thousand containers stop at once in a fresh daemon, nobody starts it. Here the thread is
/// started with the system, nothing waits for the pool, and without timers nothing runs. Work is done on the thread, in the order in which it is
/// due; actors only schedule messages, which cost it a mailbox. See docs/actors.md.
/// </remarks>
[SuppressMessage("Performance", "CA1812", Justification = "Akka makes it, by name")]
public sealed class QueueScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const int StackBytes = 256 * 1024;
    private const int FewEntries = 1024;

    private readonly PriorityQueue<Entry, (long Due, long Order)> _queue = new();
    private readonly object _gate = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _start;
    private long _order;
    private int _sweepAt = FewEntries;
    private bool _isOver;

    /// <param name="config">The block <c>akka.scheduler</c>; nothing of it is used.</param>
    /// <param name="log">Hears of work that failed.</param>
    public QueueScheduler(Config config, ILoggingAdapter log)
        : base(config, log)
    {
        _start = _time.GetTimestamp();
        new Thread(Serve, StackBytes) { IsBackground = true, Name = "helios timers" }.Start();
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => _time.GetElapsedTime(_start);

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <summary>Ends the thread. What is not due yet is dropped, as Akka's own scheduler does.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _queue.Clear();
            Monitor.Pulse(_gate);
        }
    }

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Add(delay, new Entry(() => receiver.Tell(message, sender), cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Add(initialDelay, new Entry(() => receiver.Tell(message, sender), cancelable, interval));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, new Entry(action, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) => Add(delay, new Entry(action.Run, cancelable));

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
        => Add(initialDelay, new Entry(action, cancelable, interval));

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable)
        => Add(initialDelay, new Entry(action.Run, cancelable, interval));

    private void Add(TimeSpan delay, Entry entry)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                throw new SchedulerException("the actor system has ended, so nothing can be scheduled");
            }

            Enqueue(Later(MonotonicClock.Ticks, delay), entry);
        }
    }

    // Under the gate.
    private void Enqueue(long due, Entry entry)
    {
        if (_queue.Count >= _sweepAt)
        {
            Sweep();
        }

        bool isFirst = !_queue.TryPeek(out _, out (long Due, long Order) next) || due < next.Due;
        _queue.Enqueue(entry, (due, _order++));
        if (isFirst)
        {
            Monitor.Pulse(_gate);
        }
    }

    // Cancelled work stays until it is due, which for a schedule may be days; so when the queue has doubled, it is thrown out.
    private void Sweep()
    {
        List<(Entry Entry, (long Due, long Order) At)> alive = [.. _queue.UnorderedItems.Where(static item => !item.Element.IsCancelled)];
        _queue.Clear();
        _queue.EnqueueRange(alive);
        _sweepAt = Math.Max(FewEntries, 2 * alive.Count);
    }

    private void Serve()
    {
        while (TakeDue() is { } entry)
        {
            if (entry.IsCancelled)
            {
                continue;
            }

            try
            {
                entry.Run();
            }
#pragma warning disable CA1031 // A mistake in one piece of work must not end the timers of all.
            catch (Exception mistake)
#pragma warning restore CA1031
            {
                Log.Error(mistake, "scheduled work failed");
            }
        }
    }

    /// <summary>Sleeps until something is due, and takes it; null when the system has ended.</summary>
    private Entry? TakeDue()
    {
        lock (_gate)
        {
            while (!_isOver)
            {
                if (!_queue.TryPeek(out Entry? first, out (long Due, long Order) at))
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                long now = MonotonicClock.Ticks;
                if (at.Due > now)
                {
                    // Rounded up: woken a moment early, it would go round for nothing.
                    Monitor.Wait(_gate, (int)Math.Min(((at.Due - now) / TimeSpan.TicksPerMillisecond) + 1, int.MaxValue));
                    continue;
                }

                _queue.Dequeue();
                if (first.Interval is { } interval && !first.IsCancelled)
                {
                    // From when it was due and not from now, so that it does not drift; but what was missed is not made up for.
                    Enqueue(Math.Max(Later(at.Due, interval), now), first);
                }

                return first;
            }

            return null;
        }
    }

    private static long Later(long from, TimeSpan delay) => delay.Ticks > long.MaxValue - from ? long.MaxValue : from + Math.Max(delay.Ticks, 0);

    private sealed class Entry(Action run, ICancelable? cancelable, TimeSpan? interval = null)
    {
        internal TimeSpan? Interval { get; } = interval;

        internal bool IsCancelled => cancelable is { IsCancellationRequested: true };

        internal void Run() => run();
    }
}
