namespace Helios.Actors;

/// <summary>The stash is full.</summary>
public class StashOverflowException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public StashOverflowException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
