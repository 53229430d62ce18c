using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Makes the new root the root, and lets go of the old one for good.</summary>
internal sealed class EnterRoot : ChildStep
{
    internal override LaunchStep Describe() => Step("pivot-root", "make it the root and detach the host's, nothing of which stays reachable");

    // Both arguments "." stack the old root over the new one, so no directory for it is left behind. See pivot_root(2), "pivot_root(".", ".")".
    internal override void Emit(ChildScript script)
    {
        script.Call("change the root", Sys.pivot_root, script.Text("."), script.Text("."));
        script.Call("detach the host's root", Sys.umount2, script.Text("."), MountFlags.MNT_DETACH);
        script.Call("enter the new root", Sys.chdir, script.Text("/"));
        script.Root = script.Call("hold the new root", Sys.openat, OpenFlags.AT_FDCWD, script.Text("/"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC, 0);
    }
}
