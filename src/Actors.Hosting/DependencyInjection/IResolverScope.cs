namespace Helios.Actors.DependencyInjection;

/// <summary>A scope of services.</summary>
public interface IResolverScope : IDisposable
{
    /// <summary>The services of the scope.</summary>
    IDependencyResolver Resolver { get; }
}
