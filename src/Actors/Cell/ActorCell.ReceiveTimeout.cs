namespace Helios.Actors;

public sealed partial class ActorCell
{
    private ReceiveTimeoutState? _receiveTimeout;

    /// <inheritdoc/>
    public TimeSpan? ReceiveTimeout => _receiveTimeout?.After;

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
            _receiveTimeout = new ReceiveTimeoutState(after);
            RescheduleReceiveTimeout();
        }
    }

    private void CheckReceiveTimeoutAfterStart()
    {
        if (_receiveTimeout is not null)
        {
            RescheduleReceiveTimeout();
        }
    }

    private void RescheduleReceiveTimeout()
    {
        ReceiveTimeoutState state = _receiveTimeout!;
        state.Pending?.Cancel();
        Cancelable pending = new(_system.Scheduler);
        state.Pending = pending;
        _system.Scheduler.ScheduleTellOnce(state.After, _self, Helios.Actors.ReceiveTimeout.Instance, _self, pending);
    }

    private void StopReceiveTimeout()
    {
        _receiveTimeout?.Pending?.Cancel();
        _receiveTimeout = null;
    }

    private sealed class ReceiveTimeoutState(TimeSpan after)
    {
        internal TimeSpan After => after;

        internal Cancelable? Pending { get; set; }
    }
}
