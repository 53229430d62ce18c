namespace Helios.Actors;

/// <summary>Makes actors for <see cref="Props.CreateBy(IIndirectActorProducer, object[])"/>; called once for each incarnation.</summary>
public interface IIndirectActorProducer
{
    /// <summary>Makes a new instance. Runs inside the actor's context.</summary>
    ActorBase Produce();

    /// <summary>The type it makes.</summary>
    Type ActorType { get; }

    /// <summary>Called when the instance is no longer used.</summary>
    void Release(ActorBase actor);
}
