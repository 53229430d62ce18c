namespace Helios.Actors;

/// <summary>The clock of a system.</summary>
public interface ITimeProvider
{
    /// <summary>The time of day.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Time since some moment; never goes back.</summary>
    TimeSpan MonotonicClock { get; }

    /// <summary>The same, as fine as the machine can.</summary>
    TimeSpan HighResMonotonicClock { get; }
}
