namespace Helios.Actors;

/// <summary>A handle to one incarnation of an actor. Stays valid after the actor died; messages then become dead letters.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    /// <summary>Where the actor stands in the tree, with the uid of its incarnation.</summary>
    ActorPath Path { get; }
}
