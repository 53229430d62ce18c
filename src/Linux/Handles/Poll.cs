using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Asking one descriptor, without an event loop. See poll(2).</summary>
public static class Poll
{
    /// <summary>Whether a read would not block now; for a pidfd, whether the process has ended.</summary>
    public static bool IsReadable(SafeFd fd) => WaitReadable(fd, TimeSpan.Zero);

    /// <summary>Blocks the thread until a read would not block. False when the time ran out first.</summary>
    /// <param name="fd">The descriptor.</param>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever. An interrupting signal starts it anew.</param>
    public static bool WaitReadable(SafeFd fd, TimeSpan timeout) => Wait(fd, Libc.POLLIN, timeout);

    /// <summary>Blocks the thread until the other side has hung up; for a pidfd, until the process has been reaped (kernel 6.9).</summary>
    public static void WaitHangup(SafeFd fd) => WaitHangup(fd, Timeout.InfiniteTimeSpan);

    /// <inheritdoc cref="WaitHangup(SafeFd)"/>
    /// <returns>False when the time ran out first.</returns>
    public static bool WaitHangup(SafeFd fd, TimeSpan timeout) => Wait(fd, 0, timeout);

    /// <summary>Blocks the thread until a write would not block. False when the time ran out first.</summary>
    /// <param name="fd">The descriptor.</param>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever. An interrupting signal starts it anew.</param>
    public static bool WaitWritable(SafeFd fd, TimeSpan timeout) => Wait(fd, Libc.POLLOUT, timeout);

    /// <summary>Blocks the thread until a read would not block, or until another descriptor says that nobody waits any more.</summary>
    /// <param name="fd">The descriptor.</param>
    /// <param name="given">The one that ends the wait by being readable, such as an <see cref="EventFd"/>.</param>
    /// <returns>False when <paramref name="given"/> is readable, whatever the other is.</returns>
    public static unsafe bool WaitReadableUnless(SafeFd fd, SafeFd given)
    {
        ArgumentNullException.ThrowIfNull(fd);
        ArgumentNullException.ThrowIfNull(given);
        bool addedFd = false;
        bool addedGiven = false;
        try
        {
            fd.DangerousAddRef(ref addedFd);
            given.DangerousAddRef(ref addedGiven);
            Libc.pollfd* entries = stackalloc Libc.pollfd[2];
            entries[0] = new() { fd = fd.Number, events = Libc.POLLIN };
            entries[1] = new() { fd = given.Number, events = Libc.POLLIN };
            while (Libc.poll(entries, 2, -1) < 0)
            {
                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR)
                {
                    throw new SyscallException("poll", errno);
                }
            }

            return entries[1].revents == 0;
        }
        finally
        {
            if (addedFd)
            {
                fd.DangerousRelease();
            }

            if (addedGiven)
            {
                given.DangerousRelease();
            }
        }
    }

    /// <summary>Blocks the thread until one of several descriptors is readable, has hung up, or a signal was caught.</summary>
    /// <param name="descriptors">Numbers; the caller keeps them open.</param>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>The index of the first that is ready; -1 for a signal or when the time ran out.</returns>
    public static unsafe int WaitAny(ReadOnlySpan<int> descriptors, TimeSpan timeout)
    {
        const int Small = 16;
        int milliseconds = timeout == Timeout.InfiniteTimeSpan ? -1 : checked((int)Math.Ceiling(timeout.TotalMilliseconds));
        Span<Libc.pollfd> entries = descriptors.Length <= Small ? stackalloc Libc.pollfd[Small] : new Libc.pollfd[descriptors.Length];
        for (int i = 0; i < descriptors.Length; i++)
        {
            entries[i] = new Libc.pollfd { fd = descriptors[i], events = Libc.POLLIN };
        }

        fixed (Libc.pollfd* start = entries)
        {
            if (Libc.poll(start, (nuint)descriptors.Length, milliseconds) < 0)
            {
                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                return errno == Errno.EINTR ? -1 : throw new SyscallException("poll", errno);
            }
        }

        for (int i = 0; i < descriptors.Length; i++)
        {
            if (entries[i].revents != 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static unsafe bool Wait(SafeFd fd, short events, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(fd);
        int milliseconds = timeout == Timeout.InfiniteTimeSpan ? -1 : checked((int)Math.Ceiling(timeout.TotalMilliseconds));
        bool added = false;
        try
        {
            fd.DangerousAddRef(ref added);
            Libc.pollfd entry = new() { fd = fd.Number, events = events };
            while (true)
            {
                int ready = Libc.poll(&entry, 1, milliseconds);
                if (ready >= 0)
                {
                    return ready > 0;
                }

                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                if (errno != Errno.EINTR)
                {
                    throw new SyscallException("poll", errno);
                }
            }
        }
        finally
        {
            if (added)
            {
                fd.DangerousRelease();
            }
        }
    }
}
