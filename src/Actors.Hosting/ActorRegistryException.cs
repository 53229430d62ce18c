namespace Helios.Actors.Hosting;

/// <summary>The registry was used wrongly.</summary>
public class ActorRegistryException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ActorRegistryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ActorRegistryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
