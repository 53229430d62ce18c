using Helios.Contracts;

namespace Helios.Isolation.Steps;

/// <summary>Mounts a bind mount's tree inside the new root; directories on the way, and the target itself, are made when missing.</summary>
internal sealed class AttachBind(MountSpec.Bind bind, bool isDirectory) : ChildStep
{
    internal override LaunchStep Describe() => Step("attach-bind", $"attach it at {bind.Target}", ("target", bind.Target));

    internal override void Emit(ChildScript script)
    {
        string target = bind.Target.TrimEnd('/');
        script.MakeParents(target);
        if (isDirectory)
        {
            script.MakeDirectory(target);
        }
        else
        {
            script.MakeFile(target);
        }

        // The root is the container's own by now: a link at the target leads nowhere but into it.
        script.Attach($"mount the volume {bind.Source} on {bind.Target}", script.Trees[bind], target, followLinks: true);
    }
}
