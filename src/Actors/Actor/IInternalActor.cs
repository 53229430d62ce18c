namespace Helios.Actors;

/// <summary>Gives the kernel the context of an instance.</summary>
public interface IInternalActor
{
    /// <summary>The context.</summary>
    IActorContext ActorContext { get; }
}
