namespace Helios.Actors.Deterministic;

/// <summary>A clock that moves only when there is nothing else to do.</summary>
internal sealed class VirtualScheduler(DateTimeOffset start) : SchedulerBase
{
    private readonly Lock _lock = new();
    private readonly ScheduleQueue _queue = new();
    private long _now;

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => start + MonotonicClock;

    internal long? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _queue.NextDue;
            }
        }
    }

    internal void MoveTo(long ticks) => Volatile.Write(ref _now, Math.Max(_now, ticks));

    /// <summary>Runs one piece of work that is due; false when there is none.</summary>
    internal bool RunOneDue()
    {
        ScheduledWork? work;
        lock (_lock)
        {
            if (!_queue.TryTake(_now, out work))
            {
                return false;
            }
        }

        work.Run();
        return true;
    }

    private protected override void Add(ScheduledWork work, TimeSpan delay)
    {
        lock (_lock)
        {
            // A delay near the largest time there is stays in the future instead of wrapping into the past.
            _queue.Add(work, delay.Ticks > long.MaxValue - _now ? long.MaxValue : _now + delay.Ticks);
        }
    }
}
