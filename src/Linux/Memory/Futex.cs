using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Sleeping until a word in shared memory changes, across processes. See futex(2).</summary>
/// <remarks>Waiting needs only read access to the page, so a reader that maps it read-only can be woken.</remarks>
public static class Futex
{
    /// <summary>Sleeps while the word at <paramref name="address"/> holds <paramref name="expected"/>.</summary>
    /// <param name="address">Four-byte aligned, mapped for as long as the call lasts.</param>
    /// <param name="expected">The value seen before; when the word differs already, the call returns at once.</param>
    /// <param name="timeout">How long at most; infinite when <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns>False when the time ran out. True may be spurious: look at the word again.</returns>
    public static unsafe bool Wait(nint address, uint expected, TimeSpan timeout)
    {
        Libc.futex_timespec limit;
        Libc.futex_timespec* limitOrNull = null;
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            limit.tv_sec = timeout.Ticks / TimeSpan.TicksPerSecond;
            limit.tv_nsec = timeout.Ticks % TimeSpan.TicksPerSecond * 100;
            limitOrNull = &limit;
        }

        // Sound because the caller keeps the page mapped; the kernel checks the address itself.
        if (Libc.futex(Libc.SYS_futex, (uint*)address, Libc.FUTEX_WAIT, (nint)expected, limitOrNull, 0, 0) == 0)
        {
            return true;
        }

        return (Errno)Marshal.GetLastPInvokeError() switch
        {
            Errno.ETIMEDOUT => false,
            Errno.EAGAIN or Errno.EINTR => true,
            Errno errno => throw new SyscallException("futex FUTEX_WAIT", errno),
        };
    }

    /// <summary>Wakes up to <paramref name="count"/> waiters of the word, in any process.</summary>
    /// <returns>How many were woken.</returns>
    public static unsafe int Wake(nint address, int count = int.MaxValue)
        => (int)SyscallException.Check((long)Libc.futex(Libc.SYS_futex, (uint*)address, Libc.FUTEX_WAKE, count, null, 0, 0), "futex FUTEX_WAKE");
}
