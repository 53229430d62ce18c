using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/epoll.h</summary>
internal static partial class Libc
{
    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const int EPOLL_CTL_MOD = 3;

    /// <summary>Packed on x86-64 only.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct epoll_event
    {
        internal uint events;
        internal ulong data;
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int epoll_ctl(int epfd, int op, int fd, epoll_event* @event);

    [LibraryImport("libc", SetLastError = true)]
    internal static unsafe partial int epoll_wait(int epfd, epoll_event* events, int maxevents, int timeout);
}
