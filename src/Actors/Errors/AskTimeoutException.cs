namespace Helios.Actors;

/// <summary>No answer came in time, or none can come because the actor is dead.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public AskTimeoutException(string message)
        : base(message)
    {
    }
}
