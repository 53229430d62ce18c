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
    internal void SetLimits(ResourceLimits limits)
    {
        Yes("MemoryAccounting");
        Yes("CPUAccounting");
        Yes("TasksAccounting");
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

    /// <summary>What systemd isolates by itself without a mount namespace of its own making.</summary>
    internal void SetIsolation(ContainerSpec spec, bool userManager)
    {
        // A user's manager has no right to either: unshare makes the network, and the payload's devices are those of its /dev.
        if (!userManager)
        {
            Set("DevicePolicy", "closed");
            if (spec.Namespaces.HasFlag(NamespaceKinds.Network))
            {
                Yes("PrivateNetwork");
            }
        }

        if (spec.Security.NoNewPrivileges)
        {
            Yes("NoNewPrivileges");
        }

        if (spec.Security.Seccomp == SeccompProfile.Default)
        {
            Set("SystemCallFilter", "@system-service");
            Set("SystemCallErrorNumber", "EPERM");
            Set("SystemCallArchitectures", "native");

            // What unshare needs and no more: root's payload makes no user namespaces, and for the others it lacks the capability.
            Set("RestrictNamespaces", "cgroup ipc mnt net pid uts" + (userManager ? " user" : "") + (spec.Namespaces.HasFlag(NamespaceKinds.Time) ? " time" : ""));
        }
    }
}
