using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>fcntl.h, sys/stat.h and the calls of unistd.h that make descriptors.</summary>
internal static partial class Libc
{
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int openat(int dirfd, string pathname, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int pipe2(int* pipefd, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(int fd, int cmd, nint arg);
}
