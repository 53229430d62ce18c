namespace Helios.Actors.Hosting;

/// <summary>The id of <see cref="ActorRegistry"/>.</summary>
public sealed class ActorRegistryExtension : ExtensionIdProvider<ActorRegistry>
{
    /// <inheritdoc/>
    public override ActorRegistry CreateExtension(ExtendedActorSystem system) => new();
}
