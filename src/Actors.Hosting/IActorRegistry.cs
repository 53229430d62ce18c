namespace Helios.Actors.Hosting;

/// <summary>Holds top-level actors by key type.</summary>
public interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Registers an actor.</summary>
    /// <exception cref="DuplicateActorRegistryException">The key is taken and <paramref name="overwrite"/> false.</exception>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor; false when the key is taken.</summary>
    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);

    /// <summary>Registers an actor; false when the key is taken.</summary>
    bool TryRegister(Type key, IActorRef actor, bool overwrite = false);
}
