namespace Helios.Actors.Hosting;

/// <summary>Looks the actor up when it is first asked for.</summary>
public sealed class RequiredActor<TActor> : IRequiredActor<TActor>
{
    private readonly IReadOnlyActorRegistry _registry;
    private IActorRef? _actor;

    /// <summary>Made by the service provider.</summary>
    public RequiredActor(IReadOnlyActorRegistry registry) => _registry = registry;

    /// <inheritdoc/>
    public IActorRef ActorRef => _actor ??= _registry.Get<TActor>();

    /// <inheritdoc/>
    public async Task<IActorRef> GetAsync(CancellationToken cancellationToken = default)
        => _actor ??= await _registry.GetAsync<TActor>(cancellationToken).ConfigureAwait(false);
}
