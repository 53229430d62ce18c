namespace Helios.Actors;

/// <summary>The actor received <see cref="Kill"/>.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public ActorKilledException(string message)
        : base(message)
    {
    }
}
