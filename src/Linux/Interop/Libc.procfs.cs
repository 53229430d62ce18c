using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>What reading /proc often needs, without a handle or an exception for each file.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int procfs_open(string pathname, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readlink(string pathname, byte* buf, nuint bufsiz);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint readlinkat(int dirfd, string pathname, byte* buf, nuint bufsiz);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint prctl(nint number, nint option, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint setsid(nint number);
}
