namespace Helios.Fleets;

/// <summary>What happens when a periodic container is due while its last run goes on.</summary>
public enum OverlapPolicy
{
    /// <summary>The new run is left out.</summary>
    Skip,

    /// <summary>The new run follows as soon as the old one has ended; at most one waits.</summary>
    Queue,

    /// <summary>The old run is stopped and the new one starts.</summary>
    Replace,
}

/// <summary>When a periodic container runs.</summary>
/// <param name="When">The times, as cron writes them.</param>
/// <param name="Overlap">What happens when the last run goes on.</param>
public sealed record ScheduleSpec(CronExpression When, OverlapPolicy Overlap);
