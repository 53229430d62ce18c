using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The calls of linux/mount.h that a process makes for itself; children make theirs by scripts.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint open_tree(nint number, int dirfd, string pathname, uint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint mount_setattr(nint number, int dirfd, string pathname, uint flags, MountAttributes* attributes, nint size);
}
