namespace Helios.Actors;

/// <summary>Carries a timer's message to the actor, which believes it only from its present timers.</summary>
internal sealed class TimerMessage(TimerScheduler owner, object key, int generation, object message)
    : IAutoReceivedMessage, INotInfluenceReceiveTimeout, Event.IDeadLetterSuppression
{
    internal TimerScheduler Owner => owner;

    internal object Key => key;

    internal int Generation => generation;

    internal object Message => message;

    public override string ToString() => $"Timer({key}, {message})";
}
