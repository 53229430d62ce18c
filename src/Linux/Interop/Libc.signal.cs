using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>signal.h as the kernel sees it: rt_sigaction takes the kernel's struct, not libc's.</summary>
internal static partial class Libc
{
    internal const nint SIG_DFL = 0;
    internal const nint SIG_IGN = 1;
    internal const int KernelSigsetBytes = 8;

    /// <summary>struct kernel_sigaction of x86-64.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct kernel_sigaction
    {
        internal nint handler;
        internal ulong flags;
        internal nint restorer;
        internal ulong mask;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint rt_sigaction(nint number, nint signum, kernel_sigaction* act, kernel_sigaction* oldact, nint sigsetsize);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint rt_sigprocmask(nint number, nint how, ulong* set, ulong* oldset, nint sigsetsize);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int sig);
}
