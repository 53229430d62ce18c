namespace Helios.Backends.SystemdRun;

/// <summary>How the backend behaves on this host.</summary>
public sealed record SystemdRunOptions
{
    /// <summary>Which manager runs the units; null is the system's for root and the user's own for anybody else.</summary>
    public bool? UserManager { get; init; }

    /// <summary>Where the locks and private folders of containers live, on a file system that lets programs run.</summary>
    /// <remarks>Null is <c>units</c> in the directory that <c>HELIOS_STATE_DIR</c> names; where that is not set, <c>/run/helios-units</c> for root and a folder of the user's run-time directory else; where that is mounted noexec, <c>/var/lib/helios-units</c> or the user's state directory.</remarks>
    public string? StateDirectory { get; init; }
}
