#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>A message that a test actor received.</summary>
public class RealMessageEnvelope : MessageEnvelope
{
    /// <summary>Made by the test actor.</summary>
    public RealMessageEnvelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <inheritdoc/>
    public override object Message { get; }

    /// <inheritdoc/>
    public override IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender}";
}
