using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Which limits the control groups of this host enforce for this user: a group is made with each, and removed.</summary>
internal static class CgroupProbes
{
    private const string AreaName = "Control groups";

    /// <summary>The layout, then each limit.</summary>
    internal static IEnumerable<Probe> All(ProbeChild child)
    {
        CgroupLayout layout = CgroupLayout.Detect();
        CgroupTree tree = CgroupTree.For(layout, Environment.IsPrivilegedProcess);
        return
        [
            new Layout(layout),
            new Limit(tree, "memory limit", Feature.MemoryLimit, new ResourceLimits { Memory = ByteSize.FromMiB(64) }),
            new Limit(tree, "swap limit", Feature.SwapLimit, new ResourceLimits { Memory = ByteSize.FromMiB(64), Swap = ByteSize.FromMiB(64) }),
            new Limit(tree, "cpu limit", Feature.CpuLimit, new ResourceLimits { Cpus = CpuAmount.FromProcessors(0.5m) }),
            new Limit(tree, "cpu weight", Feature.CpuWeight, new ResourceLimits { CpuWeight = 50 }),
            new Limit(tree, "cpuset", Feature.CpuSet, new ResourceLimits { CpuSet = CpuSet.Parse("0") }),
            new Limit(tree, "pids limit", Feature.PidsLimit, new ResourceLimits { Pids = 20 }),
            new Limit(tree, "io weight", Feature.IoWeight, new ResourceLimits { IoWeight = 50 }),
            new Freezing(tree),
            new Birth(tree, child),
        ];
    }

    private static CgroupLeaf MakeLeaf(CgroupTree tree, ResourceLimits limits)
        => tree.Create(ContainerId.Parse("doctor-" + Guid.NewGuid().ToString("N")[..12]), limits);

    private sealed class Layout(CgroupLayout layout) : Probe
    {
        internal override string Area => AreaName;

        internal override string Name => "layout";

        internal override Finding Try()
            => layout.Name == "none"
                ? Finding.Lacks("no control groups are mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup")
                : Finding.Ok($"{layout.Name}: "
                    + string.Join(", ", layout.UnifiedControllers.Order().Select(static name => name + " (v2)")
                        .Concat(layout.V1.Keys.Order().Select(static name => name + " (v1)"))));
    }

    private sealed class Limit(CgroupTree tree, string name, Feature feature, ResourceLimits limits) : Probe
    {
        internal override string Area => AreaName;

        internal override string Name => name;

        internal override Finding Try()
        {
            if (tree.Find(feature) is { } missing)
            {
                return Finding.Of(missing);
            }

            using CgroupLeaf leaf = MakeLeaf(tree, limits);
            return Finding.Ok("made a group with one and removed it");
        }
    }

    private sealed class Freezing(CgroupTree tree) : Probe
    {
        internal override string Area => AreaName;

        internal override string Name => "freezing";

        internal override Finding Try()
        {
            if (tree.Find(Feature.Freeze) is { } missing)
            {
                return Finding.Of(missing);
            }

            using CgroupLeaf leaf = MakeLeaf(tree, ResourceLimits.None);
            leaf.Freeze();
            leaf.Thaw();
            return Finding.Ok("froze and thawed a group");
        }
    }

    private sealed class Birth(CgroupTree tree, ProbeChild child) : Probe
    {
        internal override string Area => AreaName;

        internal override string Name => "birth in a group";

        internal override Finding Try()
        {
            using CgroupLeaf leaf = MakeLeaf(tree, ResourceLimits.None);
            return leaf.Birthplace is not { } birthplace
                ? Finding.Lacks("there is no cgroup2 directory that this user may write to", "mount a cgroup2 file system; without it a start takes some milliseconds more")
                : child.Try(CloneFlags.None, static _ => { }, birthplace) is { } failure
                    ? Finding.Lacks(failure, "boot a kernel of 5.7 or later; without it a start takes some milliseconds more")
                    : Finding.Ok("started a process in one by CLONE_INTO_CGROUP");
        }
    }
}
