namespace Helios.Actors.Internal;

/// <summary>Leaves the work to the user's producer.</summary>
internal sealed class IndirectProducer(IIndirectActorProducer producer) : ActorProducer
{
    internal override Type ActorType => producer.ActorType;

    internal override ActorBase Produce(object[] arguments) => producer.Produce();

    internal override void Release(ActorBase actor) => producer.Release(actor);
}
