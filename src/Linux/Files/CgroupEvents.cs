using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Waits for a field of a control group's <c>cgroup.events</c>. See cgroups(7).</summary>
public static class CgroupEvents
{
    /// <summary>Waits until no process is left in the group and below; false when time ran out.</summary>
    public static bool WaitUntilEmpty(this CgroupDirectory cgroup, TimeSpan timeout) => cgroup.WaitForEvent("populated", 0, timeout);

    /// <summary>Waits until <paramref name="field"/> has the value; false when time ran out, true also when the group is gone.</summary>
    public static bool WaitForEvent(this CgroupDirectory cgroup, string field, int value, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(cgroup);
        long start = Stopwatch.GetTimestamp();
        string path = Path.Join(cgroup.Path, "cgroup.events");
        string wanted = string.Create(CultureInfo.InvariantCulture, $"{field} {value}");
        if (!KernelFile.Exists(path))
        {
            return true;
        }

        using FileFd file = FileFd.Open(path, OpenFlags.O_RDONLY);
        while (true)
        {
            // Each open file learns of changes since it was last read, so a change between the read and the wait is not missed.
            Touch(file);
            if (!KernelFile.TryRead(path, out string text) || text.Contains(wanted, StringComparison.Ordinal))
            {
                return true;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            WaitForChange(file, left);
        }
    }

    private static unsafe void Touch(FileFd file)
    {
        byte* text = stackalloc byte[128];
        Libc.pread(file.Number, text, 128, 0);
    }

    private static unsafe void WaitForChange(FileFd file, TimeSpan timeout)
    {
        Libc.pollfd entry = new() { fd = file.Number, events = Libc.POLLPRI };
        if (Libc.poll(&entry, 1, (int)Math.Ceiling(timeout.TotalMilliseconds)) < 0 && (Errno)Marshal.GetLastPInvokeError() is Errno errno && errno != Errno.EINTR)
        {
            throw new SyscallException("poll", errno, "cgroup.events");
        }
    }
}
