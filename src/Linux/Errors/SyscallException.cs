using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A system call that failed: which one, on what, and why.</summary>
/// <remarks>The message reads like a log line: <c>pidfd_open pid 4021: no such process (ESRCH)</c>.</remarks>
public sealed class SyscallException : IOException
{
    /// <param name="call">The call as the man page names it.</param>
    /// <param name="errno">Why it failed.</param>
    /// <param name="subject">What it was called on: a path, "pid 4021"; null when the call says enough.</param>
    public SyscallException(string call, Errno errno, string? subject = null)
        : base(Describe(call, errno, subject))
    {
        Call = call;
        Errno = errno;
        Subject = subject;
        HResult = (int)errno;
    }

    /// <summary>The call as the man page names it.</summary>
    public string Call { get; }

    /// <summary>Why it failed.</summary>
    public Errno Errno { get; }

    /// <summary>What the call was made on, when that adds something.</summary>
    public string? Subject { get; }

    /// <summary>Throws for the errno that the last P/Invoke with <c>SetLastError</c> left behind.</summary>
    [DoesNotReturn]
    public static void ThrowLast(string call, string? subject = null)
        => throw new SyscallException(call, (Errno)Marshal.GetLastPInvokeError(), subject);

    /// <summary>Passes a result of zero or more through and throws for a negative one.</summary>
    public static int Check(int result, string call, string? subject = null)
    {
        if (result < 0)
        {
            ThrowLast(call, subject);
        }

        return result;
    }

    /// <inheritdoc cref="Check(int, string, string?)"/>
    public static long Check(long result, string call, string? subject = null)
    {
        if (result < 0)
        {
            ThrowLast(call, subject);
        }

        return result;
    }

    private static string Describe(string call, Errno errno, string? subject)
        => subject is null
            ? $"{call}: {errno.Text()} ({errno.Name()})"
            : $"{call} {subject}: {errno.Text()} ({errno.Name()})";
}
