namespace Helios.Actors;

/// <summary>The scheduler of a system.</summary>
public interface IScheduler : ITellScheduler, ITimeProvider
{
    /// <summary>Runs code instead of sending.</summary>
    IAdvancedScheduler Advanced { get; }
}
