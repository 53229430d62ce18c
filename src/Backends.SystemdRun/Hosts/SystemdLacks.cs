using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>What this backend cannot do here, feature by feature, with the reason.</summary>
internal static class SystemdLacks
{
    internal static Dictionary<Feature, string> Find(SystemdFacts host)
    {
        if (host.WhyNot is { } everything)
        {
            return Enum.GetValues<Feature>().ToDictionary(static feature => feature, _ => everything);
        }

        Dictionary<Feature, string> lacks = new()
        {
            [Feature.UserNamespace] = "a unit's user namespace cannot be combined with a root of its own; use the namespaces backend",
            [Feature.TimeNamespace] = "systemd has no property for it; use the namespaces backend",
            [Feature.ReadOnlyRoot] = "ReadOnlyPaths=/ does not hold under the mounts of a unit with a root of its own; use the namespaces backend",
            [Feature.Exec] = "systemd starts one program a unit, and what joins later would not have the unit's system call filter; use the namespaces backend",
            [Feature.Descriptors] = "systemd-run passes the standard streams only; use the namespaces backend",
        };
        Controller(Feature.MemoryLimit, "memory", "memory");
        Controller(Feature.CpuLimit, "cpu", "cpu");
        Controller(Feature.CpuWeight, "cpu", "cpu");
        Controller(Feature.PidsLimit, "pids", "pids");
        if (!host.UnifiedControllers.Contains("cpuset"))
        {
            lacks[Feature.CpuSet] = "systemd takes AllowedCPUs= and does nothing with it where cpuset is not on cgroup v2; boot with systemd.unified_cgroup_hierarchy=1";
        }

        if (!host.UnifiedControllers.Contains("memory") || !File.Exists("/proc/swaps"))
        {
            lacks[Feature.SwapLimit] = "systemd takes MemorySwapMax= and does nothing with it where memory is not on cgroup v2; boot with systemd.unified_cgroup_hierarchy=1";
        }

        bool hasIoWeights = host.V1.TryGetValue("blkio", out string? mount)
            ? KernelFile.Exists(Path.Join(mount, "blkio.weight"))
            : host.UnifiedControllers.Contains("io");
        if (!hasIoWeights)
        {
            lacks[Feature.IoWeight] = "no block device here has a scheduler with weights; choose bfq in /sys/block/DEVICE/queue/scheduler";
        }

        if (host.Unified is null)
        {
            lacks[Feature.Freeze] = "freezing needs a cgroup2 mount; mount one at /sys/fs/cgroup/unified";
        }

        return lacks;

        void Controller(Feature feature, string v1, string unified)
        {
            if (!host.V1.ContainsKey(v1) && !host.UnifiedControllers.Contains(unified))
            {
                lacks[feature] = $"the controller '{unified}' is not mounted";
            }
        }
    }
}
