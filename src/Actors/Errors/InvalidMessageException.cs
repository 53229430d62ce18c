namespace Helios.Actors;

/// <summary>A message was null.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public InvalidMessageException(string message)
        : base(message)
    {
    }
}
