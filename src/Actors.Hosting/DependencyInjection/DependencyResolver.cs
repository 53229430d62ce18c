using System.Diagnostics.CodeAnalysis;

namespace Helios.Actors.DependencyInjection;

/// <summary>The extension that gives a system's actors services.</summary>
public sealed class DependencyResolver : IExtension
{
    internal DependencyResolver(IDependencyResolver resolver) => Resolver = resolver;

    /// <summary>The services.</summary>
    public IDependencyResolver Resolver { get; }

    /// <summary>The extension of a system.</summary>
    public static DependencyResolver For(ActorSystem actorSystem) => actorSystem.WithExtension<DependencyResolver, DependencyResolverExtension>();

    /// <summary>A recipe; constructor parameters that are not among the arguments come from the services.</summary>
    public Props Props<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(params object[] args)
        where T : ActorBase => Resolver.Props<T>(args);

    /// <summary>A recipe; all constructor parameters come from the services.</summary>
    public Props Props<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>()
        where T : ActorBase => Resolver.Props<T>();

    /// <summary>A recipe; all constructor parameters come from the services.</summary>
    public Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type) => Resolver.Props(type);

    /// <summary>A recipe; constructor parameters that are not among the arguments come from the services.</summary>
    public Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, params object[] args) => Resolver.Props(type, args);
}
