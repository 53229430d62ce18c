using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>poll.h</summary>
internal static partial class Libc
{
    internal const short POLLIN = 1;

#pragma warning disable CS8981 // C's own name.
    [StructLayout(LayoutKind.Sequential)]
    internal struct pollfd
    {
        internal int fd;
        internal short events;
        internal short revents;
    }
#pragma warning restore CS8981

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int poll(pollfd* fds, nuint nfds, int timeout);
}
