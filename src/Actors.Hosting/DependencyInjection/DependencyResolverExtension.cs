namespace Helios.Actors.DependencyInjection;

/// <summary>The id of <see cref="DependencyResolver"/>.</summary>
public sealed class DependencyResolverExtension : ExtensionIdProvider<DependencyResolver>
{
    /// <inheritdoc/>
    public override DependencyResolver CreateExtension(ExtendedActorSystem system)
        => DependencyResolverSetup.Of(system) is { } setup
            ? new DependencyResolver(setup.DependencyResolver)
            : throw new ConfigurationException($"the system {system.Name} was started without services: give it a DependencyResolverSetup or start it with AddAkka");
}
