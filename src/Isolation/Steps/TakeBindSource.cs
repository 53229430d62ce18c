using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Takes a bind mount's source while the host's tree can still be named; it is mounted once the root is the container's own.</summary>
internal sealed class TakeBindSource(MountSpec.Bind bind, bool isDevice) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "take-bind", $"take {bind.Source}{(bind.ReadOnly ? " read-only" : "")} for {bind.Target}", ("source", bind.Source), ("target", bind.Target),
        ("mode", bind.ReadOnly ? "ro" : "rw"));

    internal override void Emit(ChildScript script)
    {
        string label = $"open the volume {bind.Source}";
        SpawnResult tree = script.TakeTree(label, bind.Source, recursive: true);
        long attributes = MountApi.MOUNT_ATTR_NOSUID | (isDevice ? 0 : MountApi.MOUNT_ATTR_NODEV) | (bind.ReadOnly ? MountApi.MOUNT_ATTR_RDONLY : 0);
        script.SetAttributes($"set the mode of the volume {bind.Source}", tree, recursive: true, attributes);
        script.Trees[bind] = tree;
    }
}
