namespace Helios.Actors;

public sealed partial class ActorCell
{
    /// <inheritdoc/>
    public TimeSpan? ReceiveTimeout => _seldom?.ReceiveTimeout?.After;

    /// <inheritdoc/>
    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } value && value <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), value, "a receive timeout must be positive; use null to switch it off");
        }

        StopReceiveTimeout();
        if (timeout is { } after)
        {
            Rarely.ReceiveTimeout = new ReceiveTimeoutState(after);
            RescheduleReceiveTimeout();
        }
    }

    private void CheckReceiveTimeoutAfterStart()
    {
        if (_seldom?.ReceiveTimeout is not null)
        {
            RescheduleReceiveTimeout();
        }
    }

    private void RescheduleReceiveTimeout()
    {
        ReceiveTimeoutState state = _seldom!.ReceiveTimeout!;
        state.Pending?.Cancel();
        Cancelable pending = new(_system.Scheduler);
        state.Pending = pending;
        _system.Scheduler.ScheduleTellOnce(state.After, _self, Helios.Actors.ReceiveTimeout.Instance, _self, pending);
    }

    private void StopReceiveTimeout()
    {
        _seldom?.ReceiveTimeout?.Pending?.Cancel();
        _seldom?.ReceiveTimeout = null;
    }

    private sealed class ReceiveTimeoutState(TimeSpan after)
    {
        internal TimeSpan After => after;

        internal Cancelable? Pending { get; set; }
    }
}
