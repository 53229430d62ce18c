using System.Diagnostics;

namespace Helios.Support.Beds;

/// <summary>A real systemd in namespaces of this machine, booted once and taken down with everything in it. See docs/testing-beds.md.</summary>
public sealed class SystemdBox : IDisposable
{
    private static readonly string s_script = Repository.PathOf("tests", "Beds", "systemd-box");
    private readonly string _name = $"helios-bed-{Environment.ProcessId}";
    private readonly TempTree _state = new();

    /// <summary>Boots it.</summary>
    /// <param name="visible">Folders of the host that the box shall see where it otherwise would not, writable.</param>
    public SystemdBox(params string[] visible)
    {
        try
        {
            Script(["up", _name], visible).Expect();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Why there can be none on this host; null when there can.</summary>
    public static string? WhyNot
        => !Needs.IsRoot ? "a systemd in a box needs root"
            : !File.Exists("/lib/systemd/systemd") ? "needs systemd (Debian package systemd)"
            : Tool.Find("nsenter") is null || Tool.Find("ip") is null ? "needs util-linux and iproute2"
            : Tool.Find("dbus-daemon") is null ? "needs a bus (Debian package dbus)"
            : null;

    /// <summary>Runs a program in it.</summary>
    public ToolResult Run(params IReadOnlyList<string> command) => Script(["exec", _name, .. command], []);

    /// <summary>Runs a program in it that may take long.</summary>
    public ToolResult Run(TimeSpan limit, params IReadOnlyList<string> command) => Script(["exec", _name, .. command], [], limit);

    /// <summary>The command line that runs a program in it from outside, for a caller who wants a terminal or a stream of his own.</summary>
    public string[] CommandLine(params IReadOnlyList<string> command) => ["/usr/bin/env", "BOX_STATE=" + _state.At("box"), s_script, "exec", _name, .. command];

    public void Dispose()
    {
        Script(["down", _name], []);
        _state.Dispose();
    }

    private ToolResult Script(IReadOnlyList<string> arguments, string[] visible, TimeSpan? limit = null)
    {
        ProcessStartInfo start = new(s_script, arguments);
        start.Environment["BOX_STATE"] = _state.At("box");
        start.Environment["BOX_BIND_RW"] = string.Join(' ', visible);
        return Tool.Run(start, limit: limit ?? TimeSpan.FromMinutes(6));
    }
}
