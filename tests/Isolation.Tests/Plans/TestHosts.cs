using System.Collections.Frozen;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Tests.Plans;

/// <summary>Invented hosts, so that a plan depends on nothing of the machine the test runs on.</summary>
internal static class TestHosts
{
    internal static HostFacts RootOnUnified { get; } = new()
    {
        UserId = 0,
        GroupId = 0,
        Bounding = CapabilitySet.All,
        Known = CapabilitySet.All,
        Cgroups = new CgroupLayout { Unified = "/sys/fs/cgroup", UnifiedControllers = FrozenSet.Create("cpuset", "cpu", "io", "memory", "pids") },
        MaskedFiles = ["/proc/kcore", "/proc/keys"],
        MaskedDirectories = ["/proc/acpi", "/sys/firmware"],
        ReadOnlyPaths = ["/proc/bus", "/proc/sys"],
        Hidden = [new HiddenPath("/root", true, Permissions.Octal0700), new HiddenPath("/etc/shadow", false, 0)],
        View = static () => new HostView
        {
            Absent = ["/srv", "/var/mail", "/etc/shadow"],
            Empty = [new HiddenPath("/root", true, Permissions.Octal0700), new HiddenPath("/var/tmp", true, Permissions.Octal1777)],
        },
        Memory = 4L << 30,
        ReadRootFile = static (_, path) => path == "/etc/passwd"
            ? "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/:/bin/false\n"
            : "root:x:0:\nwww:x:34:\nlog:x:40:web\n",
        KindOf = static path => path.EndsWith(".conf", StringComparison.Ordinal) ? PathKind.File : path.StartsWith("/dev/", StringComparison.Ordinal) ? PathKind.Device : PathKind.Directory,
    };

    internal static HostFacts RootOnHybrid { get; } = RootOnUnified with
    {
        Cgroups = new CgroupLayout
        {
            Unified = "/sys/fs/cgroup/unified",
            V1 = new Dictionary<string, string>
            {
                ["memory"] = "/sys/fs/cgroup/memory",
                ["cpu"] = "/sys/fs/cgroup/cpu,cpuacct",
                ["cpuacct"] = "/sys/fs/cgroup/cpu,cpuacct",
                ["pids"] = "/sys/fs/cgroup/pids",
            }.ToFrozenDictionary(),
        },
        OomScoreAdjust = -500,
        View = static () => new HostView
        {
            Layers = [new HostLayer("/", false), new HostLayer("/usr", true), new HostLayer("/var/lib", false)],
            Absent = ["/srv", "/var/mail", "/var/lib/private"],
            Empty = [new HiddenPath("/root", true, Permissions.Octal0700)],
        },
    };

    internal static HostFacts PlainUser { get; } = RootOnUnified with
    {
        UserId = 1000,
        GroupId = 1000,
        Bounding = default,
        TopLevel = [new TopLevelEntry("bin", "usr/bin", false), new TopLevelEntry("etc", null, false), new TopLevelEntry("opt", null, true), new TopLevelEntry("root", null, false), new TopLevelEntry("usr", null, false)],
    };

    internal static ContainerSpec Spec(string id = "c1") => new() { Id = ContainerId.Parse(id), Command = ["sh", "-c", "true"], Environment = [new("PATH", "/usr/bin:/bin")] };
}
