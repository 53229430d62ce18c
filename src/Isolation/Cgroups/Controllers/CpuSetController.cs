using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Which processors a group may run on.</summary>
internal sealed class CpuSetController : Controller
{
    public override string Name => CgroupController.CpuSet;

    public override ImmutableArray<Feature> Features => [Feature.CpuSet];

    internal override bool IsAsked(ResourceLimits limits) => limits.CpuSet is not null;

    internal override void Apply(string group, ResourceLimits limits)
    {
        if (limits.CpuSet is { } processors)
        {
            CgroupFile.Write(group, "cpuset.cpus", processors.ToString());
        }
    }

    internal override void ApplyV1(string group, ResourceLimits limits) => Apply(group, limits);

    // A new v1 cpuset is empty and takes no process until both its lists are filled, parent before child.
    internal override void PrepareV1(string mountPoint, string group)
    {
        foreach (string file in new[] { "cpuset.cpus", "cpuset.mems" })
        {
            string all = KernelFile.Read(Path.Join(mountPoint, file)).Trim();
            string shared = Path.GetDirectoryName(group)!;
            if (KernelFile.Read(Path.Join(shared, file)).Trim().Length == 0)
            {
                CgroupFile.Write(shared, file, all);
            }

            CgroupFile.Write(group, file, all);
        }
    }
}
