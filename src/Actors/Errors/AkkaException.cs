namespace Helios.Actors;

/// <summary>Base of what the kernel throws.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Makes the exception without words.</summary>
    protected AkkaException()
    {
    }

    /// <summary>Makes the exception.</summary>
    protected AkkaException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The exception behind this one.</summary>
    protected Exception? Cause => InnerException;
}
