using System.Runtime.InteropServices;

namespace Helios.Linux;

internal static partial class Libc
{
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int flock(int fd, int operation);

    internal const short POLLPRI = 2;

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial nint pread(int fd, void* buf, nint count, long offset);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial nint openat2(nint number, int dirfd, string pathname, OpenHow* how, nint size);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    internal static unsafe partial int openat_bytes(int dirfd, byte* pathname, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static unsafe partial int statx_bytes(int dirfd, byte* pathname, int flags, uint mask, byte* statxbuf);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint faccessat2(nint number, nint dirfd, byte* pathname, nint mode, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint getdents64(nint number, nint fd, byte* dirp, nint count);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int dup3(int oldfd, int newfd, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fsync(int fd);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rename(string oldpath, string newpath);
}
