namespace Helios.Actors.Event;

/// <summary>A message that found no receiver.</summary>
public sealed class DeadLetter : AllDeadLetters
{
    /// <summary>Made by the kernel.</summary>
    public DeadLetter(object message, IActorRef sender, IActorRef recipient)
        : base(message, sender, recipient)
    {
    }
}
