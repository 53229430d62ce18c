using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/ptrace.h, sys/uio.h's calls on other processes, and the signal that wakes a thread. ptrace goes by number: libc's wrapper is variadic.</summary>
internal static unsafe partial class Libc
{
    internal const int NT_PRSTATUS = 1;

    /// <summary>glibc's struct sigaction of x86-64.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct libc_sigaction
    {
        internal nint sa_handler;
        internal fixed byte sa_mask[128];
        internal int sa_flags;
        internal nint sa_restorer;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint ptrace(nint number, nint request, nint pid, nint addr, nint data);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint process_vm_readv(int pid, iovec* local, nuint localCount, iovec* remote, nuint remoteCount, nuint flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint process_vm_writev(int pid, iovec* local, nuint localCount, iovec* remote, nuint remoteCount, nuint flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int sigaction(int signum, libc_sigaction* act, libc_sigaction* oldact);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint tgkill(nint number, nint tgid, nint tid, nint sig);

    [LibraryImport("libc", EntryPoint = "syscall")]
    internal static partial nint gettid(nint number);
}
