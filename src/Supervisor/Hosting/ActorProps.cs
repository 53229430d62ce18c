using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Recipes of actors from a function, without expression trees.</summary>
internal static class ActorProps
{
    internal static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase
        => Props.CreateBy(new Producer<TActor>(make));

    [SuppressMessage("Performance", "CA1812", Justification = "made above")]
    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
