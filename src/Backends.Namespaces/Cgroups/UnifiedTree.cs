using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.Cgroups;

/// <summary>Control groups v2: one tree, controllers enabled level by level.</summary>
internal sealed class UnifiedTree : CgroupTree
{
    private readonly string _parent;
    private readonly string _directory;
    private readonly bool _isRoot;
    private readonly HashSet<string> _available;
    private readonly string? _refusal;

    internal UnifiedTree(CgroupLayout layout, bool isRoot)
    {
        _isRoot = isRoot;
        _parent = isRoot ? layout.Unified! : Path.Join(layout.Unified, layout.OwnUnifiedPath);
        _directory = Path.Join(_parent, DirectoryName);

        // An ordinary user's own group holds his processes, so the kernel lets him enable nothing there: what counts is what is enabled already.
        _available = isRoot
            ? [.. layout.UnifiedControllers]
            : [.. KernelFile.TryRead(Path.Join(_parent, "cgroup.subtree_control"), out string enabled)
                ? enabled.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
                : []];
        _refusal = KernelFile.IsWritable(_parent)
            ? null
            : $"you may not make control groups in {_parent}; run as root, or in a scope of your own: systemd-run --user --scope -p Delegate=yes …";
    }

    public override string? LackOf(Feature feature)
    {
        if (feature is Feature.Freeze or Feature.Statistics)
        {
            return _refusal;
        }

        foreach ((Feature limited, string controller) in Needs)
        {
            if (limited != feature)
            {
                continue;
            }

            return _refusal
                ?? (!_available.Contains(controller) ? $"the controller '{controller}' is not available in {_parent} ({Remedy()})"
                    : feature == Feature.SwapLimit && !File.Exists("/proc/swaps") ? "this kernel cannot swap"
                    : null);
        }

        return null;
    }

    public override CgroupLeaf Create(ContainerId id, ResourceLimits limits)
    {
        if (_refusal is not null)
        {
            return new CgroupLeaf.Absent();
        }

        string leaf = Path.Join(_directory, id.ToString());
        MakeLeaf(leaf);
        try
        {
            Apply(leaf, limits);
            return new UnifiedLeaf(leaf, _directory);
        }
        catch
        {
            CgroupFile.TryRemove(leaf);
            CgroupFile.TryRemove(_directory);
            throw;
        }
    }

    public override void Remove(string leaf) => new UnifiedLeaf(Path.Join(_directory, leaf), _directory).Dispose();

    private string Remedy() => _isRoot ? "it may be mounted as a v1 hierarchy, or switched off by cgroup_disable= at boot" : "ask for its delegation: systemd-run --user --scope -p Delegate=yes …";

    // Somebody else's last container may take the shared directory away between our two steps.
    private void MakeLeaf(string leaf)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (CgroupFile.MakeDirectory(_directory))
                {
                    EnableControllers();
                }

                if (!CgroupFile.MakeDirectory(leaf))
                {
                    throw new SyscallException("mkdir", Errno.EEXIST, leaf);
                }

                return;
            }
            catch (SyscallException gone) when (gone.Errno is Errno.ENOENT or Errno.ENODEV && attempt < 10)
            {
            }
        }
    }

    private void EnableControllers()
    {
        foreach (string controller in new[] { CgroupController.Memory, CgroupController.Cpu, CgroupController.CpuSet, CgroupController.Pids, CgroupController.Io })
        {
            if (!_available.Contains(controller))
            {
                continue;
            }

            if (_isRoot)
            {
                CgroupFile.Write(_parent, "cgroup.subtree_control", "+" + controller);
            }

            CgroupFile.Write(_directory, "cgroup.subtree_control", "+" + controller);
        }
    }

    private static void Apply(string leaf, ResourceLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            CgroupFile.Write(leaf, "memory.max", memory.Bytes);

            // One victim of many leaves a container half dead; the group goes as one, and the cause has a name.
            CgroupFile.Write(leaf, "memory.oom.group", 1);
        }

        if (limits.Swap is { } swap)
        {
            CgroupFile.Write(leaf, "memory.swap.max", swap.Bytes);
        }

        if (limits.Cpus is { } cpus)
        {
            CgroupFile.Write(leaf, "cpu.max", $"{cpus.QuotaMicroseconds} {CpuAmount.PeriodMicroseconds}");
        }

        if (limits.CpuWeight is { } cpuWeight)
        {
            CgroupFile.Write(leaf, "cpu.weight", cpuWeight);
        }

        if (limits.CpuSet is { } processors)
        {
            CgroupFile.Write(leaf, "cpuset.cpus", processors.ToString());
        }

        if (limits.IoWeight is { } ioWeight)
        {
            CgroupFile.Write(leaf, KernelFile.Exists(Path.Join(leaf, "io.weight")) ? "io.weight" : "io.bfq.weight", ioWeight);
        }

        if (limits.Pids is { } pids)
        {
            CgroupFile.Write(leaf, "pids.max", pids);
        }
    }
}
