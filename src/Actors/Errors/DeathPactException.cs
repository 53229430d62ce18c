namespace Helios.Actors;

/// <summary>A watched actor died and the watcher did not handle <see cref="Terminated"/>.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public DeathPactException(IActorRef deadActor)
        : base($"the watched actor {deadActor} terminated and Terminated was not handled")
        => DeadActor = deadActor;

    /// <summary>Who died.</summary>
    public IActorRef DeadActor { get; }
}
