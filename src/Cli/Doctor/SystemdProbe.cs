namespace Helios.Cli;

/// <summary>Whether the systemd-run backend could work: systemd is process 1 and systemd-run is installed.</summary>
internal sealed class SystemdProbe : Probe
{
    private static readonly string[] s_folders = ["/usr/bin", "/bin", "/usr/local/bin", "/run/current-system/sw/bin"];

    /// <inheritdoc/>
    internal override string Area => "Services";

    /// <inheritdoc/>
    internal override string Name => "systemd";

    // sd_booted(3): this directory is there exactly when systemd is the init system.
    /// <inheritdoc/>
    internal override Finding Try()
        => !Directory.Exists("/run/systemd/system") ? Finding.Lacks("systemd is not process 1", "boot with systemd to use the systemd-run backend; helios run does without")
            : Array.Exists(s_folders, static folder => File.Exists(Path.Join(folder, "systemd-run")))
                ? Finding.Ok("systemd is process 1 and systemd-run is installed")
                : Finding.Lacks("systemd-run is not installed", "install the systemd package");
}
