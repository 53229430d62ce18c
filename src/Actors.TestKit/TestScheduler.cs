#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>A clock that stands still until the test advances it.</summary>
/// <remarks>Name it in <c>akka.scheduler.implementation</c>: <c>"Akka.TestKit.TestScheduler, Akka.TestKit"</c> or <c>"Helios.Actors.TestKit.TestScheduler"</c>.</remarks>
public class TestScheduler : SchedulerBase
{
    private readonly Lock _lock = new();
    private readonly ScheduleQueue _queue = new();
    private readonly DateTimeOffset _start = DateTimeOffset.UnixEpoch;
    private TimeSpan _now;

    /// <summary>Called by the kernel.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    /// <inheritdoc/>
    public override TimeSpan MonotonicClock => _now;

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => _now;

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => _start + _now;

    /// <summary>Lets time pass; what falls due runs on this thread, in its order.</summary>
    public void Advance(TimeSpan offset)
    {
        TimeSpan end = _now + offset;
        while (true)
        {
            ScheduledWork work;
            lock (_lock)
            {
                if (_queue.NextDue is not { } due || due > end.Ticks)
                {
                    _now = end;
                    return;
                }

                _now = TimeSpan.FromTicks(Math.Max(due, _now.Ticks));
                if (!_queue.TryTake(_now.Ticks, out work))
                {
                    continue;
                }
            }

            work.Run();
        }
    }

    /// <summary>Lets time pass up to a moment.</summary>
    public void AdvanceTo(DateTimeOffset when) => Advance(when - TimeNow);

    private protected override void Add(ScheduledWork work, TimeSpan delay)
    {
        lock (_lock)
        {
            _queue.Add(work, (_now + delay).Ticks);
        }
    }
}
