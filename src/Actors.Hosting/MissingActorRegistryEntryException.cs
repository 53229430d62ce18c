namespace Helios.Actors.Hosting;

/// <summary>Nothing is registered for a key.</summary>
public sealed class MissingActorRegistryEntryException : ActorRegistryException
{
    /// <summary>Makes the exception.</summary>
    public MissingActorRegistryEntryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public MissingActorRegistryEntryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
