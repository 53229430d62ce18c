using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>poll.h</summary>
internal static partial class Libc
{
    internal const short POLLIN = 1;
    internal const short POLLOUT = 4;

    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        internal int fd;
        internal short events;
        internal short revents;
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int poll(pollfd* fds, nuint nfds, int timeout);
}
