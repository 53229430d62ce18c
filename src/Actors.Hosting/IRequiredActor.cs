namespace Helios.Actors.Hosting;

/// <summary>For a constructor that needs the registered actor of a key.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>The actor.</summary>
    /// <exception cref="MissingActorRegistryEntryException">It is not registered yet.</exception>
    IActorRef ActorRef { get; }

    /// <summary>The actor, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}
