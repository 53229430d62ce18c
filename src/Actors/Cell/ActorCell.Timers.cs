namespace Helios.Actors;

public sealed partial class ActorCell
{
    private TimerScheduler? _timers;

    internal ITimerScheduler Timers => _timers ??= new TimerScheduler(this);

    private void ReceivedTimer(TimerMessage timer)
    {
        // A timer of an earlier incarnation has another owner, a replaced one another generation.
        if (ReferenceEquals(timer.Owner, _timers) && _timers.TryAccept(timer))
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
