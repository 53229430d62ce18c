#nullable disable annotations
namespace Helios.Actors;

/// <summary>Asks an actor for an <see cref="ActorIdentity"/>.</summary>
public sealed class Identify : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    /// <summary>Makes the question.</summary>
    public Identify(object messageId) => MessageId = messageId;

    /// <summary>What the answer will carry.</summary>
    public object MessageId { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<Identify>: {MessageId}";
}
