using Helios.Contracts;

namespace Helios.Backends.Namespaces.Steps;

/// <summary>Takes the host's device nodes while they can still be named, for a launcher who may not make nodes of his own.</summary>
/// <remarks>Who shares the host's processes or network from a user namespace may mount no fresh /proc or /sys of them either, and gets the host's.</remarks>
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

        foreach (string path in new[] { proc ? "/proc" : null, sys ? "/sys" : null }.OfType<string>())
        {
            script.Trees[path] = script.TakeTree($"open the host's {path}", path, recursive: true);
        }
    }
}
