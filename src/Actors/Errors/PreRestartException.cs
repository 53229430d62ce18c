namespace Helios.Actors;

/// <summary>PreRestart threw while another failure was being handled; logged, and the restart goes on.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Makes the exception.</summary>
    public PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
        : base(actor, $"PreRestart threw {restartException.GetType().Name}, the restart was caused by {cause.GetType().Name}", restartException)
    {
        RestartException = cause;
        OptionalMessage = optionalMessage!;
    }

    /// <summary>What caused the restart.</summary>
    public Exception RestartException { get; }

    /// <summary>The message that was being processed.</summary>
    public object OptionalMessage { get; }
}
