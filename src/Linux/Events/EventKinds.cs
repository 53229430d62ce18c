namespace Helios.Linux;

/// <summary>What a descriptor is ready for, or waited for. See epoll_ctl(2).</summary>
[Flags]
public enum EventKinds : uint
{
    /// <summary>Nothing; errors and hang-ups are reported all the same.</summary>
    None = 0,

    /// <summary>EPOLLIN: a read will not block; for a pidfd, the process has ended.</summary>
    Readable = 0x1,

    /// <summary>EPOLLPRI: out-of-band news, such as a change of a cgroup's events file.</summary>
    Urgent = 0x2,

    /// <summary>EPOLLOUT: a write will not block.</summary>
    Writable = 0x4,

    /// <summary>EPOLLERR: an error is pending; for a write end, all readers have gone. Always reported.</summary>
    Error = 0x8,

    /// <summary>EPOLLHUP: the other side has closed; for a pidfd, the process has been reaped. Always reported.</summary>
    HangUp = 0x10,

    /// <summary>EPOLLRDHUP: the peer of a stream socket writes no more.</summary>
    PeerClosed = 0x2000,

    /// <summary>EPOLLET: report changes only, not states; the handler then has to read until EAGAIN.</summary>
    EdgeTriggered = 0x80000000,
}
