using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>linux/futex.h; libc has no wrapper, so it is called by number.</summary>
internal static partial class Libc
{
    internal const int FUTEX_WAIT = 0;
    internal const int FUTEX_WAKE = 1;

    /// <summary>Its number: 202 on x86-64, 98 on arm64 and every newer architecture.</summary>
    internal static readonly nint SYS_futex = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 202 : 98;

    [StructLayout(LayoutKind.Sequential)]
    internal struct futex_timespec
    {
        internal long tv_sec;
        internal long tv_nsec;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static unsafe partial nint futex(nint number, uint* uaddr, nint futex_op, nint val, futex_timespec* timeout, nint uaddr2, nint val3);
}
