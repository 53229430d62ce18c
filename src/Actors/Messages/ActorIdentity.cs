#nullable disable annotations
namespace Helios.Actors;

/// <summary>The answer to <see cref="Identify"/>.</summary>
public sealed class ActorIdentity
{
    /// <summary>Made by the kernel.</summary>
    public ActorIdentity(object messageId, IActorRef subject)
    {
        MessageId = messageId;
        Subject = subject;
    }

    /// <summary>What the question carried.</summary>
    public object MessageId { get; }

    /// <summary>Who answered; null when no actor lives there.</summary>
    public IActorRef Subject { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<ActorIdentity>: {Subject}, {MessageId}";
}
