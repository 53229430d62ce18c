using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A lock on an open file that several processes write to; closing the file lets go of it. See flock(2).</summary>
public static class AdvisoryLock
{
    /// <summary>Waits for the lock. Where the file system has none, nothing is locked: as well as can be.</summary>
    public static void Take(FileFd file)
    {
        ArgumentNullException.ThrowIfNull(file);
        while (Libc.flock(file.Number, Libc.LOCK_EX) != 0 && (Errno)Marshal.GetLastPInvokeError() == Errno.EINTR)
        {
        }
    }

    /// <summary>Cuts the file to nothing.</summary>
    /// <exception cref="SyscallException">It may not be written to.</exception>
    public static void Empty(FileFd file)
    {
        ArgumentNullException.ThrowIfNull(file);
        SyscallException.Check(Libc.memfd_truncate(file.Number, 0), "ftruncate");
    }
}
