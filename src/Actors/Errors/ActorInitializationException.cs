namespace Helios.Actors;

/// <summary>An actor could not be made; its supervisor stops it by default.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Makes the exception without words.</summary>
    public ActorInitializationException()
    {
    }

    /// <summary>Makes the exception.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ActorInitializationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Makes the exception of one actor.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(message, cause)
        => Actor = actor!;

    /// <summary>The actor that could not be made.</summary>
    public IActorRef Actor { get; set; } = ActorRefs.Nobody;
}
