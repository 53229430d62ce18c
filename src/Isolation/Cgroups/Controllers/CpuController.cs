using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Isolation.Cgroups;

/// <summary>Processor time: a quota, and a share against others. v1 counts it in a controller of its own, cpuacct.</summary>
internal sealed class CpuController : Controller
{
    public override string Name => CgroupController.Cpu;

    public override ImmutableArray<Feature> Features => [Feature.CpuLimit, Feature.CpuWeight];

    internal override bool IsAsked(ResourceLimits limits) => limits.Cpus is not null || limits.CpuWeight is not null;

    internal override void Apply(string group, ResourceLimits limits)
    {
        if (limits.Cpus is { } cpus)
        {
            CgroupFile.Write(group, "cpu.max", $"{cpus.QuotaMicroseconds} {CpuAmount.PeriodMicroseconds}");
        }

        if (limits.CpuWeight is { } weight)
        {
            CgroupFile.Write(group, "cpu.weight", weight);
        }
    }

    internal override void ApplyV1(string group, ResourceLimits limits)
    {
        if (limits.Cpus is { } cpus)
        {
            CgroupFile.Write(group, "cpu.cfs_period_us", CpuAmount.PeriodMicroseconds);
            CgroupFile.Write(group, "cpu.cfs_quota_us", cpus.QuotaMicroseconds);
        }

        if (limits.CpuWeight is { } weight)
        {
            // 100 of 1 to 10000 is the default of v2, 1024 of 2 to 262144 that of v1.
            CgroupFile.Write(group, "cpu.shares", Math.Clamp(weight * 1024L / 100, 2, 262_144));
        }
    }

    internal override ContainerStatistics Read(string group, ContainerStatistics sum) => sum with { CpuTime = CpuTime(group) };

    internal override ContainerStatistics ReadV1(IReadOnlyDictionary<string, string> groups, ContainerStatistics sum)
        => groups.GetValueOrDefault(CgroupController.CpuAccount) is { } group && CgroupFile.Number(group, "cpuacct.usage") is { } nanoseconds
            ? sum with { CpuTime = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) }
            : sum;

    /// <summary>The processor time used by a v2 group; null where it cannot be read.</summary>
    internal static TimeSpan? CpuTime(string group) => CgroupFile.Field(group, "cpu.stat", "usage_usec") is { } usage ? TimeSpan.FromMicroseconds(usage) : null;
}
