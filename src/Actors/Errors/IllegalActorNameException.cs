namespace Helios.Actors;

/// <summary>A path cannot be read.</summary>
public class IllegalActorNameException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public IllegalActorNameException(string message)
        : base(message)
    {
    }
}
