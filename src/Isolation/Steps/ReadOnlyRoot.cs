using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Closes the root for writing once every mount point in it has been made.</summary>
internal sealed class ReadOnlyRoot : ChildStep
{
    internal override LaunchStep Describe() => Step("read-only-root", "make the root read-only");

    internal override void Emit(ChildScript script)
        => script.Call("make the root read-only", Sys.mount_setattr, OpenFlags.AT_FDCWD, script.Text("/"), 0,
            script.Script.Struct(new MountAttributes { Set = MountApi.MOUNT_ATTR_RDONLY }), MountAttributes.Size);
}
