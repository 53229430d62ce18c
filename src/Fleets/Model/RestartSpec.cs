namespace Helios.Fleets;

/// <summary>How a container is started again: when, after how long, and when to give up.</summary>
public sealed record RestartSpec
{
    /// <summary>The defaults of a fleet file.</summary>
    public static RestartSpec Default { get; } = new();

    /// <summary>When.</summary>
    public RestartPolicy Policy { get; init; } = RestartPolicy.OnFailure;

    /// <summary>The wait before the first restart.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What the wait is multiplied by after each failure, 1 or more; 1 keeps it the same.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait, jitter included.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The part of the wait that is left to chance, 0 to 1: with 0.2 a wait of 10 s becomes 8 s to 10 s.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>A run at least this long, ready and not unhealthy at its end, sets the wait back to <see cref="Delay"/>.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When the container gives up; null is never.</summary>
    public Intensity? Intensity { get; init; }
}
