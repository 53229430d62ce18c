using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>openat(2) with its two rules: always close-on-exec, EINTR is retried.</summary>
internal static class Opening
{
    internal static int At(int directory, string path, long flags, int mode = 0)
    {
        while (true)
        {
            int fd = Libc.openat(directory, path, (int)(flags | OpenFlags.O_CLOEXEC), (uint)mode);
            if (fd >= 0)
            {
                return fd;
            }

            Errno errno = (Errno)Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR)
            {
                throw new SyscallException("open", errno, path);
            }
        }
    }
}
