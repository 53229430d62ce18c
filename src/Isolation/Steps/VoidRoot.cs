using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>An empty root in memory.</summary>
internal sealed class VoidRoot : ChildStep
{
    internal override LaunchStep Describe() => Step("root-void", "make an empty root in memory");

    internal override void Emit(ChildScript script)
    {
        SpawnResult mount = script.NewFilesystem("tmpfs", MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV, ("mode", "0755"));
        script.Attach("attach the empty root", mount, Staging.Directory);
        script.Call("enter the empty root", Sys.chdir, script.Text(Staging.Directory));
    }
}
