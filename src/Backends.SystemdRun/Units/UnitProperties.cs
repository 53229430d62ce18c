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

    /// <summary>A path in a property that takes a list: blanks and colons are what divides it.</summary>
    internal static string Path(string path)
    {
        string escaped = path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return escaped.Any(static c => c is ' ' or '\t' or '\'') ? $"\"{escaped}\"" : escaped;
    }

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

        // Without a word of ours the manager's own DefaultTasksMax= holds.
        Set("TasksMax", limits.Pids?.ToString(CultureInfo.InvariantCulture) ?? "infinity");
    }
}
