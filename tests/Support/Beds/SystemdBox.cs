using System.Diagnostics;
using System.Globalization;

namespace Helios.Support.Beds;

/// <summary>A real systemd in namespaces of this machine, booted once and taken down with everything in it. See docs/testing-beds.md.</summary>
public sealed class SystemdBox : IDisposable
{
    private static readonly string s_script = Repository.PathOf("tests", "Beds", "systemd-box");
    private static int s_count;

    // Its control groups are named so: two of one test program must not share them, or the end of one takes groups of the other away.
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"bed-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
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
            : (ToolTrial.WhyNot("nsenter") ?? ToolTrial.WhyNot("ip")) is { } tool ? tool + " (Debian packages util-linux and iproute2)"
            : ToolTrial.WhyNot("dbus-daemon") is { } bus ? bus + " (Debian package dbus)"
            : BedTrial.WhyNot("systemd-box", Boot);

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

    private static string? Boot()
    {
        try
        {
            using SystemdBox box = new();
            return box.Run("true") is { ExitCode: not 0 } run ? $"a systemd in a box does not run a program here: {run.Errors}" : null;
        }
        catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
        {
            return "a systemd in a box does not boot here: " + string.Join("; ", failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(2));
        }
    }

    private ToolResult Script(IReadOnlyList<string> arguments, string[] visible, TimeSpan? limit = null)
    {
        ProcessStartInfo start = new(s_script, arguments);
        start.Environment["BOX_STATE"] = _state.At("box");
        start.Environment["BOX_BIND_RW"] = string.Join(' ', visible);
        return Tool.Run(start, limit: limit ?? TimeSpan.FromMinutes(6));
    }
}
