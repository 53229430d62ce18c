namespace Helios.Actors.Event;

/// <summary>A message that its receiver did not know.</summary>
public sealed class UnhandledMessage
{
    /// <summary>Made by the kernel.</summary>
    public UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
    {
        Message = message;
        Sender = sender;
        Recipient = recipient;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; }

    /// <summary>Who did not know it.</summary>
    public IActorRef Recipient { get; }
}
