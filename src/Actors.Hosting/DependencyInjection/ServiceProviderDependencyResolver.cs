using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Helios.Actors.DependencyInjection;

/// <summary>Takes services from Microsoft.Extensions.DependencyInjection.</summary>
public class ServiceProviderDependencyResolver : IDependencyResolver
{
    /// <summary>Makes the resolver.</summary>
    public ServiceProviderDependencyResolver(IServiceProvider serviceProvider) => ServiceProvider = serviceProvider;

    /// <summary>The services.</summary>
    public IServiceProvider ServiceProvider { get; }

    /// <inheritdoc/>
    public IResolverScope CreateScope() => new ServiceProviderScope(ServiceProvider.CreateScope());

    /// <inheritdoc/>
    public object GetService(Type type) => ServiceProvider.GetRequiredService(type);

    /// <inheritdoc/>
    public T GetService<T>() => (T)ServiceProvider.GetRequiredService(typeof(T));

    /// <inheritdoc/>
    public Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, params object[] args)
        => Actors.Props.CreateBy(new ServiceProviderActorProducer(ServiceProvider, type, args), args);

    /// <inheritdoc/>
    public Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) => Props(type, []);

    /// <inheritdoc/>
    public Props Props<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(params object[] args)
        where T : ActorBase => Props(typeof(T), args);

    private sealed class ServiceProviderScope(IServiceScope scope) : IResolverScope
    {
        public IDependencyResolver Resolver { get; } = new ServiceProviderDependencyResolver(scope.ServiceProvider);

        public void Dispose() => scope.Dispose();
    }
}
