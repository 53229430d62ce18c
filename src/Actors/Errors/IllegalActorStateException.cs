namespace Helios.Actors;

/// <summary>The actor cannot do that now.</summary>
public class IllegalActorStateException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public IllegalActorStateException(string message)
        : base(message)
    {
    }
}
