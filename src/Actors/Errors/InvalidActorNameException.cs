namespace Helios.Actors;

/// <summary>A name is taken or cannot be one.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
