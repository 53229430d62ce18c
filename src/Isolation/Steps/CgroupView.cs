using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>A cgroup namespace rooted at the container's own group, and a read-only view of it at /sys/fs/cgroup.</summary>
/// <param name="sight">Which control groups it sees.</param>
/// <param name="unified">Whether there is a v2 tree to show.</param>
/// <param name="v1Controllers">The v1 hierarchies to show, each by all of its controllers, such as <c>cpu,cpuacct</c>: the kernel mounts them so or not at all.</param>
/// <remarks>It comes after the joining: the namespace's root is wherever the process is at that moment.</remarks>
internal sealed class CgroupView(CgroupSight sight, bool unified, ImmutableArray<string> v1Controllers) : ChildStep
{
    private const long Attributes = MountApi.MOUNT_ATTR_RDONLY | MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV | MountApi.MOUNT_ATTR_NOEXEC;
    private const string Directory = "/sys/fs/cgroup";

    internal override LaunchStep Describe() => Step(
        "cgroup-view",
        (sight != CgroupSight.Host ? "see its own control group as the root" : "see the host's control groups")
            + (v1Controllers.Length > 0 ? $", with {string.Join(", ", v1Controllers)} at {Directory}" : unified ? $", at {Directory}" : ""),
        ("namespace", sight == CgroupSight.Host ? "host" : "own"),
        ("v1", v1Controllers.Length > 0 ? string.Join(' ', v1Controllers) : null));

    internal override void Emit(ChildScript script)
    {
        if (sight == CgroupSight.New)
        {
            script.Call("enter a new cgroup namespace", Sys.unshare, (long)CloneFlags.NewCgroup);
        }

        if (v1Controllers.Length == 0)
        {
            if (unified)
            {
                script.Attach($"mount cgroup2 on {Directory}", script.NewFilesystem("cgroup2", Attributes), Directory);
            }

            return;
        }

        script.Attach($"mount tmpfs on {Directory}", script.NewFilesystem("tmpfs", Attributes & ~MountApi.MOUNT_ATTR_RDONLY, ("mode", "0755")), Directory);
        foreach (string controller in v1Controllers)
        {
            string target = $"{Directory}/{controller}";
            script.MakeDirectory(target);
            script.Attach($"mount cgroup {controller} on {target}", script.NewFilesystem("cgroup", Attributes, [.. controller.Split(',').Select(static name => (name, (string?)null))]), target);
        }

        if (unified)
        {
            string target = Directory + "/unified";
            script.MakeDirectory(target);
            script.Attach($"mount cgroup2 on {target}", script.NewFilesystem("cgroup2", Attributes), target);
        }

        script.Call($"make {Directory} read-only", Sys.mount_setattr, OpenFlags.AT_FDCWD, script.Text(Directory), 0,
            script.Script.Struct(new MountAttributes { Set = MountApi.MOUNT_ATTR_RDONLY }), MountAttributes.Size);
    }
}
