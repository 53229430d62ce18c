using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/pidfd.h; older C libraries lack the wrappers, so the calls go by number.</summary>
internal static partial class Libc
{
    internal const nuint PIDFD_GET_INFO = 0xC040FF0B;
    internal const ulong PIDFD_INFO_PID = 1;
    internal const ulong PIDFD_INFO_CREDS = 2;
    internal const ulong PIDFD_INFO_CGROUPID = 4;
    internal const ulong PIDFD_INFO_EXIT = 8;

    /// <summary>PIDFD_INFO_SIZE_VER0, 64 bytes. See ioctl_pidfd(2) and linux/pidfd.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct pidfd_info
    {
        internal ulong mask;
        internal ulong cgroupid;
        internal uint pid;
        internal uint tgid;
        internal uint ppid;
        internal uint ruid;
        internal uint rgid;
        internal uint euid;
        internal uint egid;
        internal uint suid;
        internal uint sgid;
        internal uint fsuid;
        internal uint fsgid;
        internal int exit_code;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint pidfd_open(nint number, nint pid, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint pidfd_send_signal(nint number, nint pidfd, nint sig, nint info, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint pidfd_getfd(nint number, nint pidfd, nint targetfd, nint flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setns(int fd, int nstype);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int ioctl(int fd, nuint request, void* argument);
}
