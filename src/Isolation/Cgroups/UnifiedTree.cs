using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Control groups v2: one tree, controllers enabled level by level.</summary>
internal sealed class UnifiedTree : CgroupTree
{
    private static readonly string[] s_controllers =
        [CgroupController.Memory, CgroupController.Cpu, CgroupController.CpuSet, CgroupController.Pids, CgroupController.Io];

    private readonly string _mountPoint;
    private readonly UnifiedParent _parent;
    private readonly string _directory;
    private readonly bool _isRoot;

    internal UnifiedTree(CgroupLayout layout, bool isRoot)
    {
        _isRoot = isRoot;
        _mountPoint = layout.Unified!;
        _parent = UnifiedParent.Find(layout, isRoot);
        _directory = Path.Join(_parent.Path, DirectoryName);
    }

    public override string? LackOf(Feature feature)
    {
        if (feature is Feature.Freeze or Feature.Statistics)
        {
            return _parent.Refusal;
        }

        foreach ((Feature limited, string controller) in Needs)
        {
            if (limited != feature)
            {
                continue;
            }

            return _parent.Refusal
                ?? (!_parent.Controllers.Contains(controller) ? $"the controller '{controller}' is not available in {_parent.Path} ({Remedy()})"
                    : feature == Feature.SwapLimit && !File.Exists("/proc/swaps") ? "this kernel cannot swap"
                    : feature == Feature.IoWeight ? IoWeights.LackIn(_mountPoint)
                    : null);
        }

        return null;
    }

    public override CgroupLeaf Create(ContainerId id, ResourceLimits limits)
    {
        if (_parent.Refusal is not null)
        {
            return new CgroupLeaf.Absent();
        }

        string leaf = Path.Join(_directory, id.ToString());
        MakeLeaf(leaf, Asked(limits));
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

    private static HashSet<string> Asked(ResourceLimits limits)
    {
        HashSet<string> asked = [];
        When(limits.Memory is not null || limits.Swap is not null, CgroupController.Memory);
        When(limits.Cpus is not null || limits.CpuWeight is not null, CgroupController.Cpu);
        When(limits.CpuSet is not null, CgroupController.CpuSet);
        When(limits.IoWeight is not null, CgroupController.Io);
        When(limits.Pids is not null, CgroupController.Pids);
        return asked;

        void When(bool isAsked, string controller)
        {
            if (isAsked)
            {
                asked.Add(controller);
            }
        }
    }

    private string Remedy() => _isRoot ? "it may be mounted as a v1 hierarchy, or switched off by cgroup_disable= at boot" : "ask for its delegation: systemd-run --user --scope -p Delegate=yes …";

    // Somebody else's last container may take the shared directory away between our first two steps, and a third make it anew without controllers.
    // Once the leaf is in it, it stays.
    private void MakeLeaf(string leaf, HashSet<string> asked)
    {
        for (int attempt = 1; ; attempt++)
        {
            bool made = false;
            try
            {
                CgroupFile.MakeDirectory(_directory);
                made = CgroupFile.MakeDirectory(leaf);
                if (!made)
                {
                    throw new SyscallException("mkdir", Errno.EEXIST, leaf);
                }

                EnableControllers(asked);
                return;
            }
            catch (SyscallException failure)
            {
                if (made)
                {
                    CgroupFile.TryRemove(leaf);
                    CgroupFile.TryRemove(_directory);
                }

                if (failure.Errno is not (Errno.ENOENT or Errno.ENODEV) || attempt == 10)
                {
                    throw;
                }
            }
        }
    }

    // Looked at each time: who made the directory may not have come to its controllers yet, and they may have become available since.
    private void EnableControllers(HashSet<string> asked)
    {
        HashSet<string> enabled = UnifiedParent.Words(Path.Join(_directory, "cgroup.subtree_control"));
        foreach (string controller in s_controllers)
        {
            if (enabled.Contains(controller) || !_parent.Controllers.Contains(controller))
            {
                continue;
            }

            try
            {
                _parent.Enable(controller);
                CgroupFile.Write(_directory, "cgroup.subtree_control", "+" + controller);
            }
            catch (SyscallException) when (!asked.Contains(controller) && KernelFile.Exists(_directory))
            {
                // It would only have counted. A kernel with real-time groups, for one, gives no cpu controller while real-time tasks run.
            }
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
            IoWeights.Write(leaf, ioWeight);
        }

        if (limits.Pids is { } pids)
        {
            CgroupFile.Write(leaf, "pids.max", pids);
        }
    }
}
