namespace Helios.Actors;

/// <summary>No actor answered at the path.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public ActorNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
