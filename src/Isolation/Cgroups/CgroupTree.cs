using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>The part of the host's control groups that belongs to Helios: one directory, and a leaf for each container.</summary>
/// <remarks>
/// The directory is <c>helios</c>, or what <see cref="Installation.GroupVariable"/> says, at the root of each hierarchy for root, or below the launcher's own group for anybody else who was
/// delegated one. It goes when its last leaf goes. Any number of launchers share it, so every step tolerates that another was faster.
/// </remarks>
public abstract class CgroupTree
{
    /// <summary>The tree for this host and user.</summary>
    public static CgroupTree For(CgroupLayout layout, bool isRoot, bool accounting = true)
        => layout.V1.Count > 0 && isRoot ? new HybridTree(layout, accounting)
            : layout.Unified is null ? new NoTree(layout.ReadOnlyMount)
            : new UnifiedTree(layout, isRoot);

    /// <summary>Why a limit is not to be had here; null when it is.</summary>
    public abstract Unsupported? Find(Feature feature);

    /// <summary>Makes a container's leaf with its limits in force, still empty.</summary>
    /// <exception cref="SyscallException">A file could not be written; nothing is left behind.</exception>
    public abstract CgroupLeaf Create(ContainerId id, ResourceLimits limits);

    /// <summary>Kills all in a leaf and removes it.</summary>
    public abstract void Remove(string leaf);

    /// <summary>Removes the directories of a leaf in which nothing runs. False when one stays or there was none.</summary>
    public bool TryRemoveEmpty(string leaf)
    {
        bool any = false;
        foreach (string directory in DirectoriesOf(leaf).Where(KernelFile.Exists))
        {
            any = true;
            CgroupFile.TryRemove(directory);
            if (KernelFile.Exists(directory))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>Where a leaf is, in every hierarchy.</summary>
    protected abstract IEnumerable<string> DirectoriesOf(string leaf);

    private sealed class NoTree(string? readOnlyMount) : CgroupTree
    {
        public override Unsupported? Find(Feature feature)
            => feature is Feature.Freeze or Feature.Statistics || Controller.Of(feature) is not null
                ? readOnlyMount is null
                    ? new Unsupported(feature, "this host mounts no control groups", "mount a cgroup2 file system at /sys/fs/cgroup")
                    : new Unsupported(feature, $"the control groups at {readOnlyMount} are mounted read-only", $"make them writable (mount -o remount,rw {readOnlyMount})")
                : null;

        public override CgroupLeaf Create(ContainerId id, ResourceLimits limits) => new CgroupLeaf.Absent();

        public override void Remove(string leaf)
        {
        }

        protected override IEnumerable<string> DirectoriesOf(string leaf) => [];
    }
}
