#nullable disable annotations
namespace Helios.Actors;

/// <summary>A message and who sent it.</summary>
public readonly struct Envelope
{
    /// <summary>Makes an envelope.</summary>
    public Envelope(object message, IActorRef sender)
    {
        Message = message;
        Sender = sender;
    }

    /// <summary>Makes an envelope whose sender is the dead letters office of the system when there is none.</summary>
    public Envelope(object message, IActorRef sender, ActorSystem system)
        : this(message, sender ?? system.DeadLetters)
    {
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>The sender, null when there is none.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "nobody"}";
}
