using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Isolation.Cgroups;

/// <summary>The number of tasks.</summary>
internal sealed class PidsController : Controller
{
    public override string Name => CgroupController.Pids;

    public override ImmutableArray<Feature> Features => [Feature.PidsLimit];

    internal override bool IsAsked(ResourceLimits limits) => limits.Pids is > 0;

    internal override void Apply(string group, ResourceLimits limits)
    {
        if (limits.Pids is > 0 and { } pids)
        {
            CgroupFile.Write(group, "pids.max", pids);
        }
    }

    internal override void ApplyV1(string group, ResourceLimits limits) => Apply(group, limits);

    internal override ContainerStatistics Read(string group, ContainerStatistics sum) => sum with { Tasks = (int?)CgroupFile.Number(group, "pids.current") };

    internal override ContainerStatistics ReadV1(IReadOnlyDictionary<string, string> groups, ContainerStatistics sum)
        => groups.GetValueOrDefault(NameV1) is { } group ? Read(group, sum) : sum;
}
