using System.Diagnostics;
using Helios.Actors.Event;

namespace Helios.Actors;

/// <summary>The scheduler of real time: one queue and one timer of .NET, armed for the earliest work.</summary>
internal sealed class TimerQueueScheduler : SchedulerBase, IDisposable
{
    private readonly Lock _lock = new();
    private ScheduleQueue? _queue;
    private readonly Timer _timer;
    private readonly Func<ILoggingAdapter> _log;
    private long _armedFor = long.MaxValue;
    private bool _closed;

    internal TimerQueueScheduler(Func<ILoggingAdapter> log)
    {
        _log = log;
        _timer = new Timer(static self => ((TimerQueueScheduler)self!).RunDue(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => TimeProvider.System.GetUtcNow();

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _queue?.Clear();
        }

        _timer.Dispose();
    }

    private protected override void Add(ScheduledWork work, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            long due = MonotonicClock.Ticks + delay.Ticks;
            (_queue ??= new ScheduleQueue()).Add(work, due);
            if (due < _armedFor)
            {
                Arm(due);
            }
        }
    }

    private void Arm(long due)
    {
        _armedFor = due;

        // Rounded up, so that the timer never fires before the work is due.
        long milliseconds = (Math.Max(0, due - MonotonicClock.Ticks) + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        _timer.Change(Math.Min(milliseconds, int.MaxValue), Timeout.Infinite);
    }

    private void RunDue()
    {
        while (true)
        {
            ScheduledWork? work;
            lock (_lock)
            {
                if (_closed)
                {
                    return;
                }

                if (!_queue!.TryTake(MonotonicClock.Ticks, out work))
                {
                    _armedFor = long.MaxValue;
                    if (_queue.NextDue is { } next)
                    {
                        Arm(next);
                    }

                    return;
                }
            }

            try
            {
                work.Run();
            }
            catch (Exception e)
            {
                _log().Error(e, "scheduled work threw: {0}", e.Message);
            }
        }
    }
}
