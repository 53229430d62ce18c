using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Freezing and thawing: a file of every v2 group, and of none on v1.</summary>
public static class Freezer
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>Why a group cannot be frozen; null where a v2 tree is mounted.</summary>
    public static Unsupported? Find(CgroupLayout layout)
        => layout.Unified is null ? new Unsupported(Feature.Freeze, "freezing needs a cgroup2 mount", "mount one at /sys/fs/cgroup/unified") : null;

    /// <summary>Stops every process of a group where it stands, or lets them go on; returns when the kernel says they do.</summary>
    /// <exception cref="SyscallException">The kernel refuses, or they did not get there in time.</exception>
    public static void Set(CgroupDirectory group, bool frozen)
    {
        CgroupFile.Write(group.Path, "cgroup.freeze", frozen ? 1 : 0);
        group.WaitForEvent("frozen", frozen ? 1 : 0, s_timeout);
    }
}
