namespace Helios.Actors;

public sealed partial class ActorCell
{
    internal ITimerScheduler Timers => Rarely.Timers ??= new TimerScheduler(this);

    private void ReceivedTimer(TimerMessage timer)
    {
        // A timer of an earlier incarnation has another owner, a replaced one another generation.
        if (_seldom?.Timers is { } timers && ReferenceEquals(timer.Owner, timers) && timers.TryAccept(timer))
        {
            _currentMessage = timer.Message;
            if (timer.Message is IAutoReceivedMessage)
            {
                AutoReceive(timer.Message);
            }
            else
            {
                ReceiveMessage(timer.Message);
            }
        }
    }
}
