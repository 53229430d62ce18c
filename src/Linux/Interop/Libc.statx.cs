using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>The part of sys/stat.h that describes open files.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int statx(int dirfd, string pathname, int flags, uint mask, void* statxbuf);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchmod(int fd, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int fstatfs(int fd, byte* buf);
}
