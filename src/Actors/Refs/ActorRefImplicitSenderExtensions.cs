namespace Helios.Actors;

/// <summary>Sending with the running actor as sender.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends; the sender is the actor that is processing a message on this thread, none outside of actors.</summary>
    public static void Tell(this IActorRef receiver, object message)
        => receiver.Tell(message, ActorCell.GetCurrentSelfOrNoSender()!);

    /// <summary>Sends on behalf of the sender of the message that is being processed, so that the reply goes there.</summary>
    public static void Forward(this IActorRef receiver, object message)
        => receiver.Tell(message, ActorCell.GetCurrentSenderOrNoSender()!);
}
