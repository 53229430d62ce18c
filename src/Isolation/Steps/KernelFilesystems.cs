using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Fresh /proc and /sys of the container's own namespaces.</summary>
internal sealed class KernelFilesystems(bool ownNetwork, bool ownPids) : ChildStep
{
    private const long NoSuidDevExec = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV | MountApi.MOUNT_ATTR_NOEXEC;

    internal override LaunchStep Describe() => Step(
        "kernel-filesystems",
        $"attach {(ownPids ? "a fresh" : "the host's")} proc at /proc and a read-only sysfs at /sys, both nosuid,nodev,noexec",
        ("pid-namespace", ownPids ? "own" : "host"),
        ("network-namespace", ownNetwork ? "own" : "host"));

    internal override void Emit(ChildScript script)
    {
        script.MakeDirectory("/proc");
        script.Attach("mount proc on /proc", script.Trees.TryGetValue("/proc", out SpawnResult proc) ? proc : NewProc(script), "/proc");
        script.MakeDirectory("/sys");
        script.Attach("mount sysfs on /sys", script.Trees.TryGetValue("/sys", out SpawnResult sys) ? sys : NewSys(script), "/sys");
    }

    /// <summary>A proc of the child's PID namespace, mounted nowhere yet.</summary>
    internal static SpawnResult NewProc(ChildScript script) => script.NewFilesystem("proc", NoSuidDevExec);

    /// <summary>A read-only sysfs of the child's network namespace, mounted nowhere yet.</summary>
    internal static SpawnResult NewSys(ChildScript script) => script.NewFilesystem("sysfs", NoSuidDevExec | MountApi.MOUNT_ATTR_RDONLY);
}
