using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;

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
    /// <param name="unified">Whether there is a v2 tree: it counts processor time by itself, while a v1 hierarchy more costs a start several milliseconds.</param>
    internal void SetLimits(ResourceLimits limits, bool unified)
    {
        Yes("MemoryAccounting");
        Yes("TasksAccounting");
        if (!unified)
        {
            Yes("CPUAccounting");
        }

        if (limits.Memory is { } memory)
        {
            Set("MemoryMax", memory.Bytes);
        }

        if (limits.Swap is { } swap)
        {
            Set("MemorySwapMax", swap.Bytes);
        }

        if (limits.Cpus is { } cpus)
        {
            Set("CPUQuota", (cpus.Processors * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%");
        }

        if (limits.CpuSet is { } processors)
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

        // unshare stays as the payload's parent and is a task of the unit. Without a word of ours the manager's own DefaultTasksMax= holds.
        Set("TasksMax", limits.Pids is { } tasks ? (tasks + 1L).ToString(CultureInfo.InvariantCulture) : "infinity");
    }

    /// <summary>What a process inherits over all execs until the payload's.</summary>
    internal void SetProcess(ContainerSpec spec)
    {
        foreach (Rlimit limit in spec.Rlimits)
        {
            Set("Limit" + limit.Kind.ToString().ToUpperInvariant(), $"{Value(limit.Soft)}:{Value(limit.Hard)}");
        }

        if (spec.OomScoreAdjust is { } score)
        {
            Set("OOMScoreAdjust", score);
        }

        static string Value(ulong? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "infinity";
    }

    /// <summary>
    /// Whether the unit has systemd's own filter, which costs it several milliseconds a start and has to let through what the programs before the
    /// payload need. Otherwise the gate installs the namespaces backend's as the last thing of all; that needs no_new_privs.
    /// </summary>
    internal static bool FiltersItself(ContainerSpec spec) => spec.Security is { Seccomp: SeccompProfile.Default, NoNewPrivileges: false };

    /// <summary>What systemd isolates by itself without a mount namespace of its own making.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="makesNodes">Whether the payload can make device nodes: only then does what the kernel lets it open depend on a policy.</param>
    /// <param name="userManager">Whether the unit is a plain user's, whose unshare needs a user namespace.</param>
    internal void SetIsolation(ContainerSpec spec, bool makesNodes, bool userManager)
    {
        if (makesNodes)
        {
            Set("DevicePolicy", "closed");
            foreach (MountSpec.Bind bind in spec.Mounts.OfType<MountSpec.Bind>().Where(static bind => bind.Source.StartsWith("/dev/", StringComparison.Ordinal)))
            {
                Set("DeviceAllow", bind.Source + (bind.ReadOnly ? " r" : " rw"));
            }
        }

        if (spec.Security.NoNewPrivileges)
        {
            Yes("NoNewPrivileges");
        }

        if (FiltersItself(spec))
        {
            Set("SystemCallFilter", "@system-service");
            Set("SystemCallErrorNumber", "EPERM");
            Set("SystemCallArchitectures", "native");

            // What unshare needs and no more: root's payload makes no user namespaces, and for the others it lacks the capability.
            Set("RestrictNamespaces", "cgroup ipc mnt net pid uts" + (userManager ? " user" : "") + (spec.Namespaces.HasFlag(NamespaceKinds.Time) ? " time" : ""));
        }
    }
}
