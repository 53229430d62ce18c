namespace Helios.Linux;

/// <summary>A counter that can be waited for by poll, so one thread or process can wake another. See eventfd(2).</summary>
public sealed class EventFd : SafeFd
{
    private EventFd(int fd)
        : base(fd)
    {
    }

    /// <summary>Makes a non-blocking counter that starts at zero.</summary>
    public static EventFd Create()
        => new(SyscallException.Check(Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK), "eventfd"));

    /// <summary>Adds one and so makes the descriptor readable. A counter that is already full stays readable, which is all that is wanted.</summary>
    public unsafe void Signal()
    {
        ulong one = 1;
        while (Libc.write(Number, &one, sizeof(ulong)) < 0)
        {
            Errno errno = (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN)
            {
                return;
            }

            if (errno != Errno.EINTR)
            {
                throw new SyscallException("write", errno, "eventfd");
            }
        }
    }

    /// <summary>Takes the count and sets it back to zero; zero when nothing was signalled.</summary>
    public unsafe ulong Take()
    {
        ulong count = 0;
        while (Libc.read(Number, &count, sizeof(ulong)) < 0)
        {
            Errno errno = (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
            if (errno == Errno.EAGAIN)
            {
                return 0;
            }

            if (errno != Errno.EINTR)
            {
                throw new SyscallException("read", errno, "eventfd");
            }
        }

        return count;
    }
}
