using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/wait.h</summary>
internal static partial class Libc
{
    internal const int P_PIDFD = 3;
    internal const int WNOHANG = 1;
    internal const int WSTOPPED = 2;
    internal const int WEXITED = 4;
    internal const int WCONTINUED = 8;
    internal const int __WNOTHREAD = 0x20000000;
    internal const int __WALL = 0x40000000;
    internal const int CLD_EXITED = 1;
    internal const int CLD_KILLED = 2;
    internal const int CLD_DUMPED = 3;
    internal const int CLD_TRAPPED = 4;
    internal const int CLD_STOPPED = 5;
    internal const int CLD_CONTINUED = 6;

    /// <summary>The part of siginfo_t that waitid(2) fills.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    internal struct siginfo_t
    {
        internal int si_signo;
        internal int si_errno;
        internal int si_code;
        private readonly int _padding;
        internal int si_pid;
        internal uint si_uid;
        internal int si_status;
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int wait4(int pid, int* wstatus, int options, rusage* usage);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int waitid(int idtype, int id, siginfo_t* infop, int options);
}
