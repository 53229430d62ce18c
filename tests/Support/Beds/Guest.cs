using System.Diagnostics;
using System.Globalization;

namespace Helios.Support.Beds;

/// <summary>A machine whose control groups are one v2 tree under systemd, booted over this machine's own root for one command.</summary>
public static class Guest
{
    /// <summary>Where an emulated one shows a disk to itself: scheduled by weights, at 200 requests a second. A user-mode one has none.</summary>
    public const string WeighedDisk = "/weighed-disk";

    private const string ModulesOfUml = "/usr/lib/uml/modules";

    // One that panics ends at once; only one that hangs is waited for.
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromMinutes(4);
    private static readonly string s_script = Repository.PathOf("tests", "Beds", "guest");
    private static int s_count;

    /// <summary>Why there can be none on this host; null when there can.</summary>
    public static string? WhyNot(GuestKind kind)
        => !Needs.IsRoot ? "a guest needs root: it shows this machine's own files"
            : Missing(kind) is { } program ? $"needs the program {program} (tests/debian-packages.txt)"
            : !File.Exists("/lib/systemd/systemd") ? "needs systemd (Debian package systemd)"
            : ToolTrial.WhyNot("dbus-daemon") is { } bus ? bus + " (Debian package dbus)"
            : BedTrial.WhyNot(NameOf(kind), () => Boot(kind));

    /// <summary>Boots one, runs a command as root under its systemd, and takes it down.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="results">A directory of the host that gets what the command leaves in <c>/guest</c>, and the console.</param>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="command">The program by its full path, and its arguments.</param>
    public static ToolResult Run(GuestKind kind, string results, TimeSpan limit, IReadOnlyList<string> command)
    {
        using TempTree state = new();
        string seconds = ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(s_script, ["run", NameOf(kind), "-t", seconds, "-o", results, .. Shown(), "--", .. command]);
        start.Environment["GUEST_STATE"] = state.Root;

        // Two guests at once are quicker on a core each.
        start.Environment["GUEST_CORE"] = (Interlocked.Increment(ref s_count) % Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        return Tool.Run(start, limit: limit + TimeSpan.FromSeconds(30));
    }

    /// <summary>The kind's name in the script and in the manual.</summary>
    internal static string NameOf(GuestKind kind) => kind == GuestKind.Uml ? "uml" : "tcg";

    /// <summary>Why one that was tried does not boot, in one line.</summary>
    /// <param name="kind">Which kind.</param>
    /// <param name="stateBytes">The size of the processor's extended state.</param>
    /// <param name="complaint">What it wrote last.</param>
    internal static string Refusal(GuestKind kind, int stateBytes, string complaint)
        => kind == GuestKind.Uml && stateBytes > ExtendedState.MostOfUserModeLinux
            ? string.Create(CultureInfo.InvariantCulture, $"user-mode Linux {VersionOfUml()} does not run on this processor: extended state of {stateBytes} bytes")
            : kind == GuestKind.Uml ? $"user-mode Linux {VersionOfUml()} does not boot here: {complaint}"
            : $"an emulated machine does not boot here: {complaint}";

    private static string? Boot(GuestKind kind)
    {
        using TempTree results = new();
        ToolResult run;
        try
        {
            // The kernel of an emulated machine is fetched first, once for all; a host may have no way to its distribution's packages.
            ToolResult kernel = kind == GuestKind.Tcg ? Tool.Run(new ProcessStartInfo(s_script, ["kernel", "tcg"])) : new ToolResult(0, "", "");
            if (kernel.ExitCode != 0)
            {
                return $"needs the package linux-image-amd64, which could not be fetched: {LastLine(kernel.Errors)}";
            }

            run = Run(kind, results.Root, s_bootLimit, [Tool.Find("true")!]);
        }
        catch (TimeoutException late)
        {
            return Refusal(kind, ExtendedState.Bytes, late.Message);
        }

        return run.ExitCode == 0 ? null : Refusal(kind, ExtendedState.Bytes, Complaint(run));
    }

    // A kernel that panics says so in a line of its own, far above the end of its console.
    private static string Complaint(ToolResult run)
    {
        string[] lines = run.Errors.Split('\n');
        string line = lines.FirstOrDefault(static line => line.Contains("Kernel panic", StringComparison.Ordinal)) ?? LastLine(run.Errors);
        return line.Length > 0 ? line.Trim() : string.Create(CultureInfo.InvariantCulture, $"exit code {run.ExitCode}");
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("")!.Trim();

    // "6.1.174-1-uml" or "6.1": the first two numbers.
    private static string VersionOfUml()
        => string.Join('.', (Directory.Exists(ModulesOfUml) ? Directory.GetDirectories(ModulesOfUml).Select(Path.GetFileName).Order().LastOrDefault() : null)?.Split('.', '-').Take(2) ?? []);

    // A guest has a /tmp and a /run of its own.
    private static IEnumerable<string> Shown()
        => ((string[])[Repository.Root, Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? ""])
            .Where(static path => path.StartsWith("/tmp/", StringComparison.Ordinal) || path.StartsWith("/run/", StringComparison.Ordinal))
            .SelectMany(static path => (string[])["-s", path]);

    private static string? Missing(GuestKind kind)
        => Array.Find<string>(
            kind == GuestKind.Uml ? [Environment.GetEnvironmentVariable("GUEST_UML") ?? "linux.uml", "busybox", "cpio", "flock", "taskset", "ip"]
                : [Environment.GetEnvironmentVariable("GUEST_QEMU") ?? "qemu-system-x86_64", "busybox", "cpio", "flock", "modprobe", "depmod", "apt-get", "python3", "ip"],
            static program => Tool.Find(program) is null);
}
