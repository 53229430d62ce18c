#nullable disable annotations
namespace Helios.Actors.Hosting;

/// <summary>Finds top-level actors by key type.</summary>
public interface IReadOnlyActorRegistry : IEnumerable<KeyValuePair<Type, IActorRef>>
{
    /// <summary>The actor of a key; false, and nobody, when there is none.</summary>
    bool TryGet<TKey>(out IActorRef actor);

    /// <summary>The actor of a key; false, and nobody, when there is none.</summary>
    bool TryGet(Type key, out IActorRef actor);

    /// <summary>The actor of a key.</summary>
    /// <exception cref="MissingActorRegistryEntryException">There is none.</exception>
    IActorRef Get<TKey>();

    /// <summary>The actor of a key, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default);

    /// <summary>The actor of a key, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(Type key, CancellationToken ct = default);
}
