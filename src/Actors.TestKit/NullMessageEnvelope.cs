#nullable disable annotations
namespace Helios.Actors.TestKit;

/// <summary>No message.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    /// <summary>The only instance.</summary>
    public static NullMessageEnvelope Instance { get; } = new();

    /// <inheritdoc/>
    public override object Message => throw new IllegalActorStateException("no message was received");

    /// <inheritdoc/>
    public override IActorRef Sender => throw new IllegalActorStateException("no message was received");

    /// <inheritdoc/>
    public override string ToString() => "<no message>";
}
