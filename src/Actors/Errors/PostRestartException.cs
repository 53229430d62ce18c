namespace Helios.Actors;

/// <summary>The new instance could not be made, or its PostRestart threw.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Makes the exception.</summary>
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"restart failed with {cause.GetType().Name}: {cause.Message}", cause)
        => OriginalCause = originalCause;

    /// <summary>What caused the restart.</summary>
    public Exception OriginalCause { get; }
}
