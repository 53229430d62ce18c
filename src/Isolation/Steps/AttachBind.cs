using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Isolation.Sources;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Mounts a bind mount's tree inside the new root; directories on the way, and the target itself, are made when missing.</summary>
internal sealed class AttachBind(MountSpec.Bind bind, int index, SourceRequest request) : ChildStep
{
    internal override LaunchStep Describe() => Step("attach-bind", $"attach it at {bind.Target}", ("target", bind.Target));

    internal override void Emit(ChildScript script)
    {
        SpawnResult target = script.OpenTarget(bind.Target, script.Source(index, request).Kind == PathKind.Directory);
        script.AttachOn($"mount the volume {bind.Source} on {bind.Target}", script.Volumes[index], target);
    }
}
