using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Helios.Backends.SystemdRun.Processes;
using Helios.Isolation.Hosts;
using Helios.Isolation.Mounts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>Finds the facts of the machine this runs on.</summary>
internal static class SystemdProbe
{
    private const string UseNamespaces = "use the namespaces backend";

    private static readonly string[] s_programs = ["systemd-run", "systemctl", "unshare"];

    /// <summary>Reads them. Asks systemd once, where there is one.</summary>
    internal static SystemdFacts Read(bool userManager, ToolRun tools)
    {
        HostFacts host = HostProbe.Read();
        Dictionary<string, string> hierarchies = [];
        foreach (MountEntry mount in MountEntry.ReadAll().Where(static mount => mount.Type == "cgroup"))
        {
            foreach (string option in mount.SuperOptions)
            {
                hierarchies.TryAdd(option, mount.MountPoint);
            }
        }

        SystemdFacts facts = new()
        {
            Host = host,
            UserManager = userManager,
            OwnHierarchy = hierarchies.GetValueOrDefault("name=systemd") ?? host.Cgroups.Unified ?? "/sys/fs/cgroup",
            Hierarchies = hierarchies.ToFrozenDictionary(),
        };
        return Missing(userManager) is { } missing ? facts with { WhyNot = missing } : Ask(facts, tools);
    }

    private static SystemdFacts Ask(SystemdFacts facts, ToolRun tools)
    {
        string[] scope = facts.UserManager ? ["--user"] : [];
        ToolEnd asked = tools.Run(["systemctl", .. scope, "show", "--property=ControlGroup", "--value"]);
        if (asked.Code != 0)
        {
            return facts with { WhyNot = ($"systemd does not answer: {asked.LastLine}", UseNamespaces) };
        }

        string place = asked.Text == "/" ? "" : asked.Text;
        string controllers = facts.Host.Cgroups.Unified is { } unified ? $"{unified}{(facts.UserManager ? place : "")}/cgroup.controllers" : "";
        return facts with
        {
            ManagerCgroup = place,
            Controllers = KernelFile.TryRead(controllers, out string names) ? names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet() : [],
        };
    }

    private static (string Reason, string Remedy)? Missing(bool userManager)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return ("it is made for x86-64", UseNamespaces);
        }

        if (!Directory.Exists("/run/systemd/system"))
        {
            return ("systemd does not run this machine", "boot with it, or " + UseNamespaces);
        }

        if (Array.Find(s_programs, static program => ToolRun.Find(program) is null) is { } missing)
        {
            return ($"{missing} is missing", "install systemd and util-linux, or " + UseNamespaces);
        }

        string runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "";
        return userManager && (runtime.Length == 0 || !Directory.Exists(Path.Join(runtime, "systemd")))
            ? ("no systemd user manager is running", "log in through PAM, or loginctl enable-linger")
            : null;
    }
}
