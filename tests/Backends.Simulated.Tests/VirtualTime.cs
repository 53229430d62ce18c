namespace Helios.Backends.Simulated.Tests;

/// <summary>A clock that a test moves; what falls due runs on the test's thread, in order.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<Timer, (long Due, long Order)> _queue = new();
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(callback, state);
        _queue.Enqueue(timer, (_now + dueTime.Ticks, _order++));
        return timer;
    }

    internal void Advance(double seconds)
    {
        long end = _now + TimeSpan.FromSeconds(seconds).Ticks;
        while (_queue.TryPeek(out Timer? timer, out (long Due, long Order) at) && at.Due <= end)
        {
            _queue.Dequeue();
            _now = at.Due;
            timer.Fire();
        }

        _now = end;
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("the simulated backend does not change timers");

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            if (!_disposed)
            {
                callback(state);
            }
        }
    }
}
