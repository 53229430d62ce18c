namespace Helios.Actors;

/// <summary>The timers of one incarnation of an actor.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, Timer> _timers = [];
    private int _generation;

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval)
        => Start(key, msg, interval, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender)
        => Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
        => Start(key, msg, initialDelay, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender)
        => Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, cell.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out Timer? timer))
        {
            timer.Pending.Cancel();
        }
    }

    public void CancelAll()
    {
        foreach (Timer timer in _timers.Values)
        {
            timer.Pending.Cancel();
        }

        _timers.Clear();
    }

    /// <summary>True when the timer still stands; a single one has then done its duty.</summary>
    internal bool TryAccept(TimerMessage message)
    {
        if (!_timers.TryGetValue(message.Key, out Timer? timer) || timer.Generation != message.Generation)
        {
            return false;
        }

        if (!timer.Repeats)
        {
            _timers.Remove(message.Key);
        }

        return true;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(message);
        Cancel(key);
        IScheduler scheduler = cell.System.Scheduler;
        Timer timer = new(++_generation, interval is not null, new Cancelable(scheduler));
        TimerMessage envelope = new(this, key, timer.Generation, message);
        if (interval is { } every)
        {
            scheduler.ScheduleTellRepeatedly(delay, every, cell.Self, envelope, sender, timer.Pending);
        }
        else
        {
            scheduler.ScheduleTellOnce(delay, cell.Self, envelope, sender, timer.Pending);
        }

        _timers[key] = timer;
    }

    private sealed record Timer(int Generation, bool Repeats, ICancelable Pending);
}
