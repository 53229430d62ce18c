#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>A message that a test actor received.</summary>
public abstract class MessageEnvelope
{
    /// <summary>The message.</summary>
    public abstract object Message { get; }

    /// <summary>Who sent it.</summary>
    public abstract IActorRef Sender { get; }
}
