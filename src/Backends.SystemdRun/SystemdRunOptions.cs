namespace Helios.Backends.SystemdRun;

/// <summary>How the backend behaves on this host.</summary>
public sealed record SystemdRunOptions
{
    /// <summary>Which manager runs the units; null is the system's for root and the user's own for anybody else.</summary>
    public bool? UserManager { get; init; }

    /// <summary>Where the locks and private folders of containers live; null is <c>/run/helios/systemd-run</c> for root, else below the user's run-time directory.</summary>
    public string? StateDirectory { get; init; }
}
