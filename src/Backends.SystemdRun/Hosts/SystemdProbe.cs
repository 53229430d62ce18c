using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Helios.Backends.SystemdRun.Processes;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>Finds the facts of the machine this runs on.</summary>
internal static class SystemdProbe
{
    private static readonly string[] s_libraries = ["/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib"];
    private static readonly string[] s_masked = ["/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/latency_stats", "/proc/acpi", "/proc/scsi"];
    private static readonly string[] s_readOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>Reads them. Asks systemd once, where there is one.</summary>
    internal static SystemdFacts Read(bool userManager, ToolRun tools)
    {
        Dictionary<string, string> v1 = [];
        string? unified = null;
        string? own = null;
        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-");
            if (dash < 0 || fields.Length < dash + 4)
            {
                continue;
            }

            if (fields[dash + 1] == "cgroup2")
            {
                unified ??= fields[4];
            }
            else if (fields[dash + 1] == "cgroup")
            {
                string[] options = fields[dash + 3].Split(',');
                own = options.Contains("name=systemd") ? fields[4] : own;
                foreach (string option in options)
                {
                    v1.TryAdd(option, fields[4]);
                }
            }
        }

        SystemdFacts facts = new()
        {
            UserManager = userManager,
            Unified = unified,
            OwnHierarchy = own ?? unified ?? "/sys/fs/cgroup",
            V1 = v1.Where(static pair => pair.Key is "memory" or "cpu" or "cpuacct" or "pids" or "blkio").ToFrozenDictionary(),
            UnifiedControllers = unified is not null && KernelFile.TryRead(Path.Join(unified, "cgroup.controllers"), out string controllers)
                ? controllers.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet()
                : [],
            Masked = [.. s_masked.Where(KernelFile.Exists)],
            ReadOnly = [.. s_readOnly.Where(KernelFile.Exists)],
        };
        if (Lack(userManager) is { } lack)
        {
            return facts with { WhyNot = lack };
        }

        List<(string, string)> bound = [];
        foreach ((string name, string? path) in new[]
        {
            ("unshare", ToolRun.Find("unshare")), ("setpriv", ToolRun.Find("setpriv")), ("env", ToolRun.Find("env")),
            ("ld.so", Array.Find(["/lib64/ld-linux-x86-64.so.2", "/usr/lib64/ld-linux-x86-64.so.2"], File.Exists)),
            ("libc.so.6", Library("libc.so.6")), ("libcap-ng.so.0", Library("libcap-ng.so.0")),
        })
        {
            if (path is null)
            {
                return facts with { WhyNot = $"{name} is missing; install util-linux and coreutils" };
            }

            bound.Add((path, name));
        }

        string[] scope = userManager ? ["--user"] : [];
        ToolEnd asked = tools.Run(["systemctl", .. scope, "show", "--property=ControlGroup", "--value"]);
        return asked.Code == 0
            ? facts with { ManagerCgroup = asked.Text == "/" ? "" : asked.Text, Tools = [.. bound] }
            : facts with { WhyNot = $"systemd does not answer: {asked.LastLine}" };
    }

    private static string? Lack(bool userManager)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return "it is made for x86-64";
        }

        if (ToolRun.Find("systemd-run") is null || ToolRun.Find("systemctl") is null)
        {
            return "systemd-run is missing; install systemd, or use the namespaces backend";
        }

        if (!Directory.Exists("/run/systemd/system"))
        {
            return "systemd does not run this machine; boot with it, or use the namespaces backend";
        }

        string runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "";
        return userManager && !Directory.Exists(Path.Join(runtime, "systemd"))
            ? "you have no systemd manager of your own; log in properly, or loginctl enable-linger"
            : userManager ? "the user's manager cannot change the root or mount what the cases need without root; use the namespaces backend, or sudo"
            : null;
    }

    private static string? Library(string name) => s_libraries.Select(directory => $"{directory}/{name}").FirstOrDefault(File.Exists);
}
