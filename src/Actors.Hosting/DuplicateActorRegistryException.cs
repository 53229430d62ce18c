namespace Helios.Actors.Hosting;

/// <summary>A key is taken.</summary>
public sealed class DuplicateActorRegistryException : ActorRegistryException
{
    /// <summary>Makes the exception.</summary>
    public DuplicateActorRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public DuplicateActorRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
