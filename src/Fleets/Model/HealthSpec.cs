namespace Helios.Fleets;

/// <summary>What happens to a container that has become unhealthy.</summary>
public enum UnhealthyAction
{
    /// <summary>It is only reported.</summary>
    Report,

    /// <summary>It is stopped and its restart policy decides, as after a failure.</summary>
    Restart,

    /// <summary>It is stopped and stays down.</summary>
    Stop,
}

/// <summary>How the health of a running container is checked.</summary>
/// <param name="Probe">What is asked.</param>
public sealed record HealthSpec(ProbeSpec Probe)
{
    /// <summary>Time from the end of one check to the begin of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a check may take; more is a failure.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many failures in a row make it unhealthy, 1 or more.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The time after the start in which failures do not count; a success ends it.</summary>
    public TimeSpan StartPeriod { get; init; } = TimeSpan.Zero;

    /// <summary>What follows from being unhealthy.</summary>
    public UnhealthyAction OnUnhealthy { get; init; } = UnhealthyAction.Report;
}
