namespace Helios.Daemon.Tests.Hosting;

public sealed class MemoryTrimTests : IDisposable
{
    private const long MiB = 1024 * 1024;

    private readonly HandCrank _time = new();
    private long _allocated;
    private int _collections;

    public void Dispose() => _time.Dispose();

    [Fact]
    public void After_work_the_first_quiet_period_collects_once()
    {
        using MemoryTrim trim = new(_time, () => _allocated, () => _collections++);
        After(100 * MiB);
        Assert.Equal(0, _collections);
        After(0);
        Assert.Equal(1, _collections);
        After(0);
        Assert.Equal(1, _collections);
    }

    [Fact]
    public void While_work_goes_on_nothing_is_collected()
    {
        using MemoryTrim trim = new(_time, () => _allocated, () => _collections++);
        for (int i = 0; i < 10; i++)
        {
            After(MiB);
        }

        Assert.Equal(0, _collections);
    }

    [Fact]
    public void A_little_work_now_and_then_is_collected_when_it_has_added_up()
    {
        using MemoryTrim trim = new(_time, () => _allocated, () => _collections++);
        for (int i = 0; i < 100; i++)
        {
            After(100 * 1024);
        }

        Assert.Equal(2, _collections);
    }

    [Fact]
    public void It_stops_with_its_owner()
    {
        new MemoryTrim(_time, () => _allocated, () => _collections++).Dispose();
        Assert.False(_time.IsRunning);
    }

    private void After(long bytes)
    {
        _allocated += bytes;
        _time.Turn();
    }

    /// <summary>A clock with one timer, which goes off when it is told to.</summary>
    private sealed class HandCrank : TimeProvider, ITimer
    {
        private Action? _turn;

        internal bool IsRunning => _turn is not null;

        internal void Turn() => _turn?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _turn = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _turn = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
