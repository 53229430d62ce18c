namespace Helios.Actors.DependencyInjection;

/// <summary>Gives a system services.</summary>
public sealed class DependencyResolverSetup : Setup.Setup
{
    private DependencyResolverSetup(IDependencyResolver resolver) => DependencyResolver = resolver;

    /// <summary>The services.</summary>
    public IDependencyResolver DependencyResolver { get; }

    /// <summary>Services of Microsoft.Extensions.DependencyInjection.</summary>
    public static DependencyResolverSetup Create(IServiceProvider provider) => new(new ServiceProviderDependencyResolver(provider));

    /// <summary>Other services.</summary>
    public static DependencyResolverSetup Create(IDependencyResolver provider) => new(provider);

    internal static DependencyResolverSetup? Of(ActorSystem system) => system.Settings.Setup.Get<DependencyResolverSetup>();
}
