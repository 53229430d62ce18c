using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Takes the host's device nodes while they can still be named, for a launcher who may not make nodes of his own, and makes /proc and /sys.</summary>
/// <remarks>Who shares the host's processes or network from a user namespace may mount no fresh /proc or /sys of them either, and gets the host's.</remarks>
internal sealed class TakeHostTrees(bool ownProcesses, bool ownNetwork) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "take-host-trees", $"take the host's null, zero, full, random, urandom and tty; {Source(ownProcesses)} proc and {Source(ownNetwork)} sysfs");

    internal override void Emit(ChildScript script)
    {
        foreach ((string name, _, _) in DeviceDirectory.Nodes)
        {
            string path = "/dev/" + name;
            script.Trees[path] = script.TakeTree($"open device {path}", path, recursive: false);
        }

        // The kernel gives a user namespace a fresh proc or sysfs only while it still sees the host's, so they are made before the root changes.
        script.Trees["/proc"] = ownProcesses ? KernelFilesystems.NewProc(script) : script.TakeTree("open the host's /proc", "/proc", recursive: true);
        script.Trees["/sys"] = ownNetwork ? KernelFilesystems.NewSys(script) : script.TakeTree("open the host's /sys", "/sys", recursive: true);
        if (!ownNetwork)
        {
            script.SetAttributes("make /sys read-only", script.Trees["/sys"], recursive: true, MountApi.MOUNT_ATTR_RDONLY);
        }
    }

    private static string Source(bool own) => own ? "make a fresh" : "take its";
}
