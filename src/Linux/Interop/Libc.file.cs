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
}
