#nullable disable annotations
namespace Helios.Actors;

/// <summary>Something that accepts messages: an actor reference or a selection.</summary>
public interface ICanTell
{
    /// <summary>Sends without waiting. Delivery is at most once, in order for each pair of sender and receiver.</summary>
    void Tell(object message, IActorRef sender);
}
