#nullable disable annotations
namespace Helios.Actors;

/// <summary>Checks arguments and turns sends into work with a due time; subclasses own the clock.</summary>
public abstract class SchedulerBase : IScheduler, IAdvancedScheduler
{
    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <inheritdoc/>
    public DateTimeOffset Now => TimeNow;

    /// <inheritdoc/>
    public abstract TimeSpan MonotonicClock { get; }

    /// <inheritdoc/>
    public abstract TimeSpan HighResMonotonicClock { get; }

    /// <summary>The time of day.</summary>
    protected abstract DateTimeOffset TimeNow { get; }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender)
        => Add(delay, null, new ScheduledTell(receiver, message, sender), null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Add(delay, null, new ScheduledTell(receiver, message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender)
        => Add(initialDelay, interval, new ScheduledTell(receiver, message, sender), null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable)
        => Add(initialDelay, interval, new ScheduledTell(receiver, message, sender), cancelable);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => Add(delay, null, new ScheduledAction(action), null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) => Add(delay, null, new ScheduledAction(action), cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action)
        => Add(initialDelay, interval, new ScheduledAction(action), null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
        => Add(initialDelay, interval, new ScheduledAction(action), cancelable);

    /// <summary>Takes work that has been checked.</summary>
    private protected abstract void Add(ScheduledWork work, TimeSpan delay);

    private void Add(TimeSpan delay, TimeSpan? interval, ScheduledWork work, ICancelable cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (interval is { } every)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero, nameof(interval));
        }

        work.Interval = interval;
        work.Cancelable = cancelable;
        if (!work.IsCanceled)
        {
            Add(work, delay);
        }
    }
}
