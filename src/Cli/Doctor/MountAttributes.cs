using System.Runtime.InteropServices;

namespace Helios.Cli;

/// <summary>struct mount_attr of mount_setattr(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MountAttributes
{
    internal const long Bytes = 32;

    internal ulong Set;
    internal ulong Clear;
    internal ulong Propagation;
    internal ulong UserNamespace;
}
