using Helios.Contracts;

namespace Helios.Isolation.Plans;

/// <summary>Limits in words.</summary>
internal static class LimitText
{
    /// <summary>Such as <c>memory 64 MiB, 0.5 processors, 20 tasks</c>; empty for none.</summary>
    internal static string Of(ResourceLimits limits)
    {
        List<string> parts = [];
        Add(limits.Memory, static memory => $"memory {memory}");
        Add(limits.Swap, static swap => $"swap {swap}");
        Add(limits.Cpus, static cpus => $"{cpus} processors");
        Add(limits.CpuWeight, static weight => $"cpu weight {weight}");
        Add(limits.IoWeight, static weight => $"io weight {weight}");
        Add(limits.Pids is 0 ? null : limits.Pids, static pids => $"{pids} tasks");
        if (limits.CpuSet is { } set)
        {
            parts.Add($"processors {set}");
        }

        return string.Join(", ", parts);

        void Add<T>(T? value, Func<T, string> text)
            where T : struct
        {
            if (value is { } present)
            {
                parts.Add(text(present));
            }
        }
    }
}
