using Akka.Actor;

namespace Helios.Supervisor.TestKit;

/// <summary>The clock of an actor system's scheduler, for what is no actor.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.MonotonicClock.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(scheduler, callback, state, dueTime, period);

    private sealed class Timer : ITimer
    {
        private readonly IScheduler _scheduler;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private Cancelable? _scheduled;

        internal Timer(IScheduler scheduler, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_scheduler, _callback, _state) = (scheduler, callback, state);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _scheduled?.Cancel();
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            _scheduled = new Cancelable(_scheduler);
            if (period > TimeSpan.Zero)
            {
                _scheduler.Advanced.ScheduleRepeatedly(dueTime, period, () => _callback(_state), _scheduled);
            }
            else
            {
                _scheduler.Advanced.ScheduleOnce(dueTime, () => _callback(_state), _scheduled);
            }

            return true;
        }

        public void Dispose() => _scheduled?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
