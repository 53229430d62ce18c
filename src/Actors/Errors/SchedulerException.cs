namespace Helios.Actors;

/// <summary>The scheduler takes no more work.</summary>
public class SchedulerException : AkkaException
{
    /// <summary>Makes the exception.</summary>
    public SchedulerException(string message)
        : base(message)
    {
    }
}
