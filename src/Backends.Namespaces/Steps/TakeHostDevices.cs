using Helios.Contracts;

namespace Helios.Backends.Namespaces.Steps;

/// <summary>Takes the host's device nodes while they can still be named, for a launcher who may not make nodes of his own.</summary>
/// <remarks>
/// Who shares the host's processes or network from a user namespace may mount no fresh /proc or /sys of them either, and gets the host's.
/// Fresh ones are made here too, though mounted later: the kernel grants them in a user namespace only while the host's are to be seen.
/// </remarks>
internal sealed class TakeHostDevices(bool proc, bool sys) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "take-devices", $"take the host's null, zero, full, random, urandom and tty{(proc ? ", its /proc" : "")}{(sys ? ", its /sys" : "")}");

    internal override void Emit(ChildScript script)
    {
        foreach ((string name, _, _) in DeviceDirectory.Nodes)
        {
            string path = "/dev/" + name;
            script.Trees[path] = script.TakeTree($"open device {path}", path, recursive: false);
        }

        script.Trees["/proc"] = proc ? script.TakeTree("open the host's /proc", "/proc", recursive: true) : KernelFilesystems.NewProc(script);
        script.Trees["/sys"] = sys ? script.TakeTree("open the host's /sys", "/sys", recursive: true) : KernelFilesystems.NewSys(script);
    }
}
