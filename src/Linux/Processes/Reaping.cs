using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Waiting for one process by its pidfd, and for no other: the runtime's own children are none of our business.</summary>
internal static unsafe class Reaping
{
    /// <summary>Reaps an ended child. False while it lives. See waitid(2).</summary>
    /// <remarks>
    /// When the child is not ours to wait for (adopted, or reaped by the kernel because SIGCHLD is ignored), its end is
    /// taken from PIDFD_GET_INFO.
    /// </remarks>
    internal static bool TryReap(PidFd pidFd, out WaitStatus status)
    {
        status = default;
        bool added = false;
        try
        {
            pidFd.DangerousAddRef(ref added);
            while (true)
            {
                Libc.siginfo_t info = default;
                if (Libc.waitid(Libc.P_PIDFD, pidFd.Number, &info, Libc.WEXITED | Libc.WNOHANG | Libc.__WALL) == 0)
                {
                    if (info.si_pid == 0)
                    {
                        return false;
                    }

                    status = info.si_code == Libc.CLD_EXITED
                        ? new WaitStatus(info.si_status, 0, false)
                        : new WaitStatus(0, info.si_status, info.si_code == Libc.CLD_DUMPED);
                    return true;
                }

                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                if (errno == Errno.ECHILD)
                {
                    return TryAsk(pidFd, out status);
                }

                if (errno != Errno.EINTR)
                {
                    throw new SyscallException("waitid", errno);
                }
            }
        }
        finally
        {
            if (added)
            {
                pidFd.DangerousRelease();
            }
        }
    }

    /// <summary>Asks for the next change of a child: its end, a stop or a continuation. An end is reaped.</summary>
    /// <param name="pidFd">The child.</param>
    /// <param name="status">How it ended; for a stop, <see cref="WaitStatus.Signal"/> is what stopped it.</param>
    internal static ChildChange TryTakeChange(PidFd pidFd, out WaitStatus status)
    {
        status = default;
        Libc.siginfo_t info = default;
        while (Libc.waitid(Libc.P_PIDFD, pidFd.Number, &info, Libc.WEXITED | Libc.WSTOPPED | Libc.WCONTINUED | Libc.WNOHANG | Libc.__WALL) != 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno == Errno.ECHILD)
            {
                return TryAsk(pidFd, out status) ? ChildChange.Ended : ChildChange.None;
            }

            if (errno != Errno.EINTR)
            {
                throw new SyscallException("waitid", errno);
            }
        }

        if (info.si_pid == 0)
        {
            return ChildChange.None;
        }

        switch (info.si_code)
        {
            case Libc.CLD_EXITED:
                status = new WaitStatus(info.si_status, 0, false);
                return ChildChange.Ended;
            case Libc.CLD_KILLED or Libc.CLD_DUMPED:
                status = new WaitStatus(0, info.si_status, info.si_code == Libc.CLD_DUMPED);
                return ChildChange.Ended;
            case Libc.CLD_CONTINUED:
                return ChildChange.Continued;
            default:
                status = new WaitStatus(0, info.si_status, false);
                return ChildChange.Stopped;
        }
    }

    private static bool TryAsk(PidFd pidFd, out WaitStatus status)
    {
        status = default;
        if (pidFd.IsAlive)
        {
            return false;
        }

        if (pidFd.GetInfo() is not { } info)
        {
            throw new SyscallException("waitid", Errno.ECHILD, "a process that is not our child");
        }

        if (info.Exit is { } exit)
        {
            status = exit;
            return true;
        }

        // Ended, and its own parent has not reaped it yet: the status will follow. Gone without a trace otherwise.
        return info.Pid is not null ? false : throw new SyscallException("waitid", Errno.ECHILD, "a process that is not our child");
    }
}
