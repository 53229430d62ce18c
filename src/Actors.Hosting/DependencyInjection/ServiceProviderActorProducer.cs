using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Helios.Actors.DependencyInjection;

/// <summary>Makes actors whose constructors take services.</summary>
internal sealed class ServiceProviderActorProducer(
    IServiceProvider provider,
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type,
    object[] args) : IIndirectActorProducer
{
    public Type ActorType => type;

    public ActorBase Produce() => (ActorBase)ActivatorUtilities.CreateInstance(provider, type, args);

    public void Release(ActorBase actor) => (actor as IDisposable)?.Dispose();
}
