using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;
using Helios.Isolation.Cgroups;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>Unit properties in order, each one argument of systemd-run. See systemd.exec(5) and systemd.resource-control(5).</summary>
internal sealed class UnitProperties
{
    private readonly List<string> _properties = [];

    /// <summary>As <c>Name=value</c>.</summary>
    internal ImmutableArray<string> ToArray() => [.. _properties];

    internal void Set(string name, string value) => _properties.Add($"{name}={value}");

    internal void Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    internal void Yes(string name) => Set(name, "yes");

    /// <summary>The limits a manager enforces; accounting is always on, so that figures can be read.</summary>
    /// <param name="limits">The limits.</param>
    /// <param name="facts">
    /// Whether there is a v2 tree: it counts processor time by itself, while a v1 hierarchy more costs a start several milliseconds. And which controllers
    /// are in it: two properties do nothing elsewhere.
    /// </param>
    internal void SetLimits(ResourceLimits limits, SystemdFacts facts)
    {
        Yes("MemoryAccounting");
        Yes("TasksAccounting");
        if (facts.Host.Cgroups.Unified is null)
        {
            Yes("CPUAccounting");
        }

        if (limits.Memory is { } memory)
        {
            Set("MemoryMax", memory.Bytes);
        }

        if (limits.Swap is { } swap && facts.Controllers.Contains(CgroupController.Memory))
        {
            Set("MemorySwapMax", swap.Bytes);
        }

        if (limits.Cpus is { } cpus)
        {
            Set("CPUQuota", (cpus.Processors * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%");
        }

        if (limits.CpuSet is { } processors && facts.Controllers.Contains(CgroupController.CpuSet))
        {
            Set("AllowedCPUs", processors.ToString());
        }

        if (limits.CpuWeight is { } weight)
        {
            Set("CPUWeight", weight);
        }

        if (limits.IoWeight is { } ioWeight)
        {
            Set("IOWeight", ioWeight);
        }

        // The gate stays as the payload's parent and is a task of the unit. Without a word of ours the manager's own DefaultTasksMax= holds.
        Set("TasksMax", limits.WithDefaults().Pids is > 0 and { } tasks ? (tasks + 1L).ToString(CultureInfo.InvariantCulture) : "infinity");
    }

    /// <summary>How the manager itself ends the unit: when the machine shuts down, or somebody calls systemctl stop.</summary>
    internal void SetStop(ContainerSpec spec)
    {
        Set("KillSignal", spec.StopSignal.Number);

        // systemd reads 0 as infinity, so at least 1 ms is written.
        Set("TimeoutStopSec", Math.Max(1, spec.StopGrace.TotalMilliseconds).ToString("0", CultureInfo.InvariantCulture) + "ms");
    }

    /// <summary>For a payload that can make device nodes: only then does what the kernel lets it open depend on a policy.</summary>
    internal void SetDevices(IEnumerable<MountSpec> mounts)
    {
        Set("DevicePolicy", "closed");
        foreach (MountSpec.Bind bind in mounts.OfType<MountSpec.Bind>().Where(static bind => bind.Source.StartsWith("/dev/", StringComparison.Ordinal)))
        {
            Set("DeviceAllow", bind.Source + (bind.ReadOnly ? " r" : " rw"));
        }
    }
}
