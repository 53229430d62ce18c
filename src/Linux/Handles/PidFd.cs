using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A pidfd: names one process for good, so a recycled pid cannot be signalled by mistake. See pidfd_open(2).</summary>
/// <remarks>It becomes readable for poll and epoll when the process has ended.</remarks>
public sealed class PidFd : SafeFd
{
    internal PidFd(int fd)
        : base(fd)
    {
    }

    /// <summary>Names the process that has this number now; only safe for one whose number cannot be recycled meanwhile, such as a child not yet waited for.</summary>
    /// <exception cref="SyscallException">ESRCH: there is none.</exception>
    public static PidFd Open(int pid)
    {
        nint fd = Libc.pidfd_open((nint)Sys.pidfd_open, pid, 0);
        if (fd < 0)
        {
            SyscallException.ThrowLast("pidfd_open", $"pid {pid}");
        }

        return new PidFd((int)fd);
    }

    /// <summary>False once the process has ended, also while nobody has waited for it yet.</summary>
    public bool IsAlive => !Poll.IsReadable(this);

    /// <summary>Sends a signal. False means the process has already gone, which is no error. See pidfd_send_signal(2).</summary>
    /// <exception cref="SyscallException">EPERM, EINVAL.</exception>
    public bool TrySignal(int signal)
    {
        if (Libc.pidfd_send_signal((nint)Sys.pidfd_send_signal, Number, signal, 0, 0) == 0)
        {
            return true;
        }

        Errno errno = (Errno)Marshal.GetLastPInvokeError();
        return errno == Errno.ESRCH ? false : throw new SyscallException("pidfd_send_signal", errno, $"signal {signal}");
    }

    /// <summary>Moves the calling thread into namespaces of the process. Only for threads made for it: most namespaces cannot be left again. See setns(2).</summary>
    public void EnterNamespaces(CloneFlags namespaces)
        => SyscallException.Check(Libc.setns(Number, unchecked((int)namespaces)), "setns", namespaces.ToString());

    /// <summary>A duplicate of the process's descriptor <paramref name="number"/>. Needs ptrace rights over it. See pidfd_getfd(2).</summary>
    public FileFd Duplicate(int number)
    {
        nint fd = Libc.pidfd_getfd((nint)Sys.pidfd_getfd, Number, number, 0);
        if (fd < 0)
        {
            SyscallException.ThrowLast("pidfd_getfd", $"descriptor {number}");
        }

        return new FileFd((int)fd);
    }

    /// <summary>What the kernel tells about the process; null on kernels before 6.13, which cannot. See ioctl_pidfd(2).</summary>
    /// <remarks>
    /// The exit status of a process that is not our child appears here once its parent has waited for it (kernel 6.15),
    /// provided that this descriptor was open by then.
    /// </remarks>
    public unsafe PidFdInfo? GetInfo()
    {
        Libc.pidfd_info info = default;
        info.mask = Libc.PIDFD_INFO_PID | Libc.PIDFD_INFO_CREDS | Libc.PIDFD_INFO_CGROUPID | Libc.PIDFD_INFO_EXIT;
        if (Libc.ioctl(Number, Libc.PIDFD_GET_INFO, &info) != 0)
        {
            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            return errno switch
            {
                Errno.ENOTTY or Errno.EINVAL or Errno.EOPNOTSUPP => null,
                // Reaped, and a kernel that keeps nothing of it.
                Errno.ESRCH => default(PidFdInfo),
                _ => throw new SyscallException("ioctl PIDFD_GET_INFO", errno),
            };
        }

        bool hasPid = (info.mask & Libc.PIDFD_INFO_PID) != 0;
        return new PidFdInfo
        {
            Pid = hasPid ? (int)info.pid : null,
            ParentPid = hasPid ? (int)info.ppid : null,
            UserId = (info.mask & Libc.PIDFD_INFO_CREDS) != 0 ? info.euid : null,
            CgroupId = (info.mask & Libc.PIDFD_INFO_CGROUPID) != 0 ? info.cgroupid : null,
            Exit = (info.mask & Libc.PIDFD_INFO_EXIT) != 0 ? WaitStatus.FromRaw(info.exit_code) : null,
        };
    }
}
