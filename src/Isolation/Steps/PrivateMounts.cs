using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Cuts the mount namespace off from the host's, in both directions, before anything is mounted.</summary>
internal sealed class PrivateMounts : ChildStep
{
    internal override LaunchStep Describe() => Step("private-mounts", "make every mount private, so that nothing mounted from here on reaches the host");

    internal override void Emit(ChildScript script)
    {
        // What is made below gets exactly the mode it asks for.
        script.Call("set the file mode mask", Sys.umask, 0);
        script.Call("make every mount private", Sys.mount, 0, script.Text("/"), 0, MountFlags.MS_REC | MountFlags.MS_PRIVATE, 0);
    }
}
