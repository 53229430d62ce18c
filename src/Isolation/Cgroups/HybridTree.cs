using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Controllers on v1 hierarchies, with a v2 tree beside them where the host has one.</summary>
public sealed class HybridTree(CgroupLayout layout, bool accounting) : CgroupTree
{
    /// <summary>Joined where they are mounted: without them nothing could be counted and no OOM kill told from any other.</summary>
    private static readonly string[] s_accounting = [CgroupController.Memory, CgroupController.CpuAccount, CgroupController.Pids];

    /// <inheritdoc/>
    public override string? LackOf(Feature feature)
    {
        if (feature == Feature.Freeze)
        {
            return layout.Unified is null ? "freezing needs a cgroup2 mount; mount one at /sys/fs/cgroup/unified" : null;
        }

        foreach ((Feature limited, string controller) in Needs)
        {
            if (limited != feature)
            {
                continue;
            }

            string name = V1Name(controller);
            if (!layout.V1.TryGetValue(name, out string? mount))
            {
                return layout.UnifiedControllers.Contains(controller)
                    ? $"the controller '{controller}' is on cgroup v2 while others are on v1; boot with systemd.unified_cgroup_hierarchy=1"
                    : $"the controller '{name}' is not mounted; mount -t cgroup -o {name} cgroup /sys/fs/cgroup/{name}";
            }

            return feature switch
            {
                Feature.SwapLimit when !KernelFile.Exists(Path.Join(mount, "memory.memsw.limit_in_bytes"))
                    => "the kernel does not account swap; boot with swapaccount=1",
                Feature.IoWeight => IoWeights.LackInV1(mount),
                _ => null,
            };
        }

        return null;
    }

    /// <inheritdoc/>
    public override CgroupLeaf Create(ContainerId id, ResourceLimits limits)
    {
        Dictionary<string, string> leaves = new(LeavesOf(id, limits, layout, isRoot: true, accounting));
        string? unified = layout.Unified is null ? null : Path.Join(layout.Unified, DirectoryName, id.ToString());
        List<string> made = [];
        try
        {
            foreach (string leaf in leaves.Values.Append(unified).OfType<string>().Distinct())
            {
                Make(leaf);
                made.Add(leaf);
            }

            if (leaves.TryGetValue(CgroupController.CpuSet, out string? cpuset))
            {
                InheritCpuSet(layout.V1[CgroupController.CpuSet], cpuset);
            }

            Apply(leaves, limits);
            return new HybridLeaf(id, unified, leaves);
        }
        catch
        {
            made.ForEach(HybridLeaf.RemoveDirectories);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Remove(string leaf)
    {
        Dictionary<string, string> leaves = [];
        foreach ((string controller, string mount) in layout.V1)
        {
            string path = Path.Join(mount, DirectoryName, leaf);
            if (Directory.Exists(path))
            {
                leaves[controller] = path;
            }
        }

        string? unified = layout.Unified is null ? null : Path.Join(layout.Unified, DirectoryName, leaf);
        new HybridLeaf(ContainerId.Parse(leaf), Directory.Exists(unified) ? unified : null, leaves).Dispose();
    }

    /// <summary>The v1 directories of a container by controller, in order. Controllers can share one (cpu,cpuacct).</summary>
    public static ImmutableArray<KeyValuePair<string, string>> LeavesOf(ContainerId id, ResourceLimits limits, CgroupLayout layout, bool isRoot, bool accounting)
    {
        if (!isRoot)
        {
            return [];
        }

        SortedSet<string> controllers = new(accounting ? s_accounting.Where(layout.V1.ContainsKey) : [], StringComparer.Ordinal);
        foreach ((Feature feature, string controller) in Needs)
        {
            if (IsAsked(feature, limits) && layout.V1.ContainsKey(V1Name(controller)))
            {
                controllers.Add(V1Name(controller));
            }
        }

        return [.. controllers.Select(controller => new KeyValuePair<string, string>(controller, Path.Join(layout.V1[controller], DirectoryName, id.ToString())))];
    }

    private static string V1Name(string controller) => controller == CgroupController.Io ? CgroupController.BlockIo : controller;

    private static bool IsAsked(Feature feature, ResourceLimits limits) => feature switch
    {
        Feature.MemoryLimit => limits.Memory is not null,
        Feature.SwapLimit => limits.Swap is not null,
        Feature.CpuLimit => limits.Cpus is not null,
        Feature.CpuWeight => limits.CpuWeight is not null,
        Feature.CpuSet => limits.CpuSet is not null,
        Feature.IoWeight => limits.IoWeight is not null,
        Feature.PidsLimit => limits.Pids is not null,
        _ => false,
    };

    // Somebody else's last container may take the shared directory away between our two steps.
    private static void Make(string leaf)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                CgroupFile.MakeDirectory(Path.GetDirectoryName(leaf)!);
                if (!CgroupFile.MakeDirectory(leaf))
                {
                    throw new SyscallException("mkdir", Errno.EEXIST, leaf);
                }

                return;
            }
            catch (SyscallException gone) when (gone.Errno == Errno.ENOENT && attempt < 10)
            {
            }
        }
    }

    // A new v1 cpuset is empty and takes no process until both its lists are filled, parent before child.
    private static void InheritCpuSet(string mount, string leaf)
    {
        foreach (string file in new[] { "cpuset.cpus", "cpuset.mems" })
        {
            string all = KernelFile.Read(Path.Join(mount, file)).Trim();
            string shared = Path.GetDirectoryName(leaf)!;
            if (KernelFile.Read(Path.Join(shared, file)).Trim().Length == 0)
            {
                CgroupFile.Write(shared, file, all);
            }

            CgroupFile.Write(leaf, file, all);
        }
    }

    private static void Apply(Dictionary<string, string> leaves, ResourceLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            CgroupFile.Write(leaves[CgroupController.Memory], "memory.limit_in_bytes", memory.Bytes);
            if (limits.Swap is { } swap)
            {
                CgroupFile.Write(leaves[CgroupController.Memory], "memory.memsw.limit_in_bytes", checked(memory.Bytes + swap.Bytes));
            }
        }

        if (limits.Cpus is { } cpus)
        {
            CgroupFile.Write(leaves[CgroupController.Cpu], "cpu.cfs_period_us", CpuAmount.PeriodMicroseconds);
            CgroupFile.Write(leaves[CgroupController.Cpu], "cpu.cfs_quota_us", cpus.QuotaMicroseconds);
        }

        if (limits.CpuWeight is { } weight)
        {
            // 100 of 1 to 10000 is the default here, 1024 of 2 to 262144 there.
            CgroupFile.Write(leaves[CgroupController.Cpu], "cpu.shares", Math.Clamp(weight * 1024L / 100, 2, 262_144));
        }

        if (limits.CpuSet is { } processors)
        {
            CgroupFile.Write(leaves[CgroupController.CpuSet], "cpuset.cpus", processors.ToString());
        }

        if (limits.IoWeight is { } ioWeight)
        {
            IoWeights.WriteV1(leaves[CgroupController.BlockIo], ioWeight);
        }

        if (limits.Pids is { } pids)
        {
            CgroupFile.Write(leaves[CgroupController.Pids], "pids.max", pids);
        }
    }
}
