namespace Helios.Actors;

/// <summary>Makes actors: the system at the top, a context below its actor.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes and starts an actor. A name is unique among its siblings until the actor has terminated.</summary>
    /// <exception cref="InvalidActorNameException">The name is taken or no name.</exception>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Selects the actor at a path.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Selects actors by a path, relative or absolute, with wildcards.</summary>
    ActorSelection ActorSelection(string actorPath);
}
