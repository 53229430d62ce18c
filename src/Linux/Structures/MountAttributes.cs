using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary><c>struct mount_attr</c>: what mount_setattr(2) changes of a mount.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct MountAttributes
{
    /// <summary>Its length in bytes, which the call takes beside it.</summary>
    public const int Size = 32;

    /// <summary><c>attr_set</c>: <c>MOUNT_ATTR_*</c> to set.</summary>
    public ulong Set { get; init; }

    /// <summary><c>attr_clr</c>: <c>MOUNT_ATTR_*</c> to clear.</summary>
    public ulong Clear { get; init; }

    /// <summary><c>propagation</c>: <c>MS_SHARED</c> and its like; 0 leaves it.</summary>
    public ulong Propagation { get; init; }

    /// <summary><c>userns_fd</c>: the user namespace of an idmapped mount.</summary>
    public ulong UserNamespace { get; init; }
}
