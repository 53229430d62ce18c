using Microsoft.Win32.SafeHandles;

namespace Helios.Linux;

/// <summary>A file descriptor with an owner. The leaves say what it refers to, so that a cgroup cannot be passed for a process.</summary>
/// <remarks>Every descriptor is opened close-on-exec. <c>close</c> is never retried: after EINTR the number is gone all the same. See close(2).</remarks>
public abstract class SafeFd : SafeHandleMinusOneIsInvalid
{
    /// <summary>An empty handle, filled by interop.</summary>
    protected SafeFd()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Takes over an open descriptor.</summary>
    protected SafeFd(int fd)
        : this(fd, ownsHandle: true)
    {
    }

    /// <summary>Wraps an open descriptor, which is closed with this object only when <paramref name="ownsHandle"/>.</summary>
    protected SafeFd(int fd, bool ownsHandle)
        : base(ownsHandle)
        => SetHandle(fd);

    /// <summary>The number, for printing and for building spawn scripts; valid only while the handle is kept alive.</summary>
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
