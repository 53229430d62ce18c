using System.Diagnostics;
using System.Globalization;

namespace Helios.Support.Beds;

/// <summary>A machine whose control groups are one v2 tree under systemd, booted over this machine's own root for one command.</summary>
public static class Guest
{
    /// <summary>Where an emulated one shows a disk to itself: scheduled by weights, at 200 requests a second. A user-mode one has none.</summary>
    public const string WeighedDisk = "/weighed-disk";

    private static readonly string s_script = Repository.PathOf("tests", "Beds", "guest");
    private static readonly Lazy<string?> s_whyNoKernel = new(WhyNoKernel);
    private static int s_count;

    /// <summary>Why there can be none on this host; null when there can.</summary>
    public static string? WhyNot(GuestKind kind)
        => !Needs.IsRoot ? "a guest needs root: it shows this machine's own files"
            : Missing(kind) is { } program ? $"needs the program {program} (tests/debian-packages.txt)"
            : !File.Exists("/lib/systemd/systemd") ? "needs systemd (Debian package systemd)"
            : Tool.Find("dbus-daemon") is null ? "needs a bus (Debian package dbus)"
            : kind == GuestKind.Uml && IsTracingForbidden() ? "user-mode Linux needs ptrace, which kernel.yama.ptrace_scope=3 forbids"
            : kind == GuestKind.Tcg ? s_whyNoKernel.Value
            : null;

    /// <summary>Boots one, runs a command as root under its systemd, and takes it down.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="results">A directory of the host that gets what the command leaves in <c>/guest</c>, and the console.</param>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="command">The program by its full path, and its arguments.</param>
    public static ToolResult Run(GuestKind kind, string results, TimeSpan limit, IReadOnlyList<string> command)
    {
        using TempTree state = new();
        string seconds = ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(s_script, ["run", kind == GuestKind.Uml ? "uml" : "tcg", "-t", seconds, "-o", results, .. Shown(), "--", .. command]);
        start.Environment["GUEST_STATE"] = state.Root;

        // Two guests at once are quicker on a core each.
        start.Environment["GUEST_CORE"] = (Interlocked.Increment(ref s_count) % Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        return Tool.Run(start, limit: limit + TimeSpan.FromSeconds(30));
    }

    // The kernel of an emulated machine is fetched once and kept; a host may have no way to its distribution's packages.
    private static string? WhyNoKernel()
    {
        ToolResult fetched = Tool.Run(new ProcessStartInfo(s_script, ["kernel", "tcg"]));
        return fetched.ExitCode == 0 ? null : $"needs the package linux-image-amd64, which could not be fetched: {fetched.Errors.Split('\n')[0]}";
    }

    // A guest has a /tmp and a /run of its own.
    private static IEnumerable<string> Shown()
        => ((string[])[Repository.Root, Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? ""])
            .Where(static path => path.StartsWith("/tmp/", StringComparison.Ordinal) || path.StartsWith("/run/", StringComparison.Ordinal))
            .SelectMany(static path => (string[])["-s", path]);

    private static string? Missing(GuestKind kind)
        => Array.Find<string>(
            kind == GuestKind.Uml ? ["linux.uml", "busybox", "cpio", "taskset", "ip"] : ["qemu-system-x86_64", "busybox", "cpio", "modprobe", "depmod", "apt-get", "python3", "ip"],
            static program => Tool.Find(program) is null);

    private static bool IsTracingForbidden()
        => File.Exists("/proc/sys/kernel/yama/ptrace_scope") && File.ReadAllText("/proc/sys/kernel/yama/ptrace_scope").Trim() == "3";
}
