using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Process groups and sessions, and the signals that go to numbers because a user typed them. See setpgid(2), kill(2).</summary>
public static class ProcessGroups
{
    /// <summary>The group of a process; zero for this one.</summary>
    public static int Of(int pid) => SyscallException.Check(Libc.getpgid(pid), "getpgid");

    /// <summary>The session of a process; zero for this one.</summary>
    public static int SessionOf(int pid) => SyscallException.Check(Libc.getsid(pid), "getsid");

    /// <summary>Moves a child, or this process (zero), to a group. False when it is too late: the child has called exec, or is gone.</summary>
    public static bool TrySet(int pid, int group)
    {
        if (Libc.setpgid(pid, group) == 0)
        {
            return true;
        }

        Errno errno = (Errno)Marshal.GetLastPInvokeError();
        return errno is Errno.EACCES or Errno.ESRCH or Errno.EPERM ? false : throw new SyscallException("setpgid", errno, $"pid {pid}");
    }

    /// <summary>Signals a whole group. The number must be one that cannot have been recycled: a member is still to be waited for.</summary>
    /// <returns>Why not; ESRCH when nobody is left in it.</returns>
    public static Errno Signal(int group, int signal) => Kill(-group, signal);

    /// <summary>Signals a process, or with a negative number a group, by number: for numbers that somebody else has chosen.</summary>
    public static Errno Kill(int pid, int signal) => Libc.kill(pid, signal) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
}
