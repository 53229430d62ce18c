using System.Runtime.InteropServices;

namespace Helios.Backends.Namespaces.Steps;

/// <summary><c>struct mount_attr</c> of mount_setattr(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MountAttributes
{
    internal const int Size = 32;

    internal ulong Set;
    internal ulong Clear;
    internal ulong Propagation;
    internal ulong UserNamespaceFd;
}
