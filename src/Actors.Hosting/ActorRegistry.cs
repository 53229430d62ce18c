#nullable disable annotations
using System.Collections;
using System.Collections.Concurrent;

namespace Helios.Actors.Hosting;

/// <summary>The top-level actors of a system by key type. Others are reached through their parents.</summary>
public class ActorRegistry : IActorRegistry, IExtension
{
    private readonly ConcurrentDictionary<Type, IActorRef> _actors = new();
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<IActorRef>> _awaited = new();

    /// <summary>The registry of a system.</summary>
    public static ActorRegistry For(ActorSystem actorSystem) => actorSystem.WithExtension<ActorRegistry, ActorRegistryExtension>();

    /// <inheritdoc/>
    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        if (!TryRegister<TKey>(actor, overwrite))
        {
            throw new DuplicateActorRegistryException($"an actor is registered for {typeof(TKey)} already");
        }
    }

    /// <inheritdoc/>
    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false) => TryRegister(typeof(TKey), actor, overwrite);

    /// <inheritdoc/>
    public bool TryRegister(Type key, IActorRef actor, bool overwrite = false)
    {
        if (actor is null)
        {
            throw new ActorRegistryException($"null cannot be registered for {key}");
        }

        if (overwrite)
        {
            _actors[key] = actor;
        }
        else if (!_actors.TryAdd(key, actor))
        {
            return false;
        }

        if (_awaited.TryRemove(key, out TaskCompletionSource<IActorRef> awaited))
        {
            awaited.TrySetResult(actor);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryGet<TKey>(out IActorRef actor) => TryGet(typeof(TKey), out actor);

    /// <inheritdoc/>
    public bool TryGet(Type key, out IActorRef actor)
    {
        bool found = _actors.TryGetValue(key, out actor);
        actor = found ? actor : ActorRefs.Nobody;
        return found;
    }

    /// <inheritdoc/>
    public IActorRef Get<TKey>() => TryGet<TKey>(out IActorRef actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"no actor is registered for {typeof(TKey)}");

    /// <inheritdoc/>
    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => GetAsync(typeof(TKey), ct);

    /// <inheritdoc/>
    public Task<IActorRef> GetAsync(Type key, CancellationToken ct = default)
    {
        if (TryGet(key, out IActorRef present))
        {
            return Task.FromResult(present);
        }

        TaskCompletionSource<IActorRef> awaited = _awaited.GetOrAdd(key, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (TryGet(key, out IActorRef late))
        {
            awaited.TrySetResult(late);
        }

        return awaited.Task.WaitAsync(ct);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Type, IActorRef>> GetEnumerator() => _actors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
