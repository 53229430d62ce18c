using System.Diagnostics.CodeAnalysis;

namespace Helios.Actors.DependencyInjection;

/// <summary>Services for actors, and recipes of actors whose constructors take services.</summary>
public interface IDependencyResolver
{
    /// <summary>Begins a scope of services.</summary>
    IResolverScope CreateScope();

    /// <summary>A service; throws when it is not registered.</summary>
    object GetService(Type type);

    /// <summary>A service; throws when it is not registered.</summary>
    T GetService<T>();

    /// <summary>A recipe; constructor parameters that are not among the arguments come from the services, anew for each incarnation.</summary>
    Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, params object[] args);

    /// <summary>A recipe; all constructor parameters come from the services.</summary>
    Props Props([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type);

    /// <summary>A recipe; constructor parameters that are not among the arguments come from the services, anew for each incarnation.</summary>
    Props Props<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(params object[] args)
        where T : ActorBase;
}
