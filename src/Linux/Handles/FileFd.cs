namespace Helios.Linux;

/// <summary>Any open file: the leaf for what has no type of its own.</summary>
public sealed class FileFd : SafeFd
{
    internal FileFd(int fd)
        : base(fd)
    {
    }

    private FileFd(int fd, bool ownsHandle)
        : base(fd, ownsHandle)
    {
    }

    /// <summary>Opens a path close-on-exec. See open(2).</summary>
    /// <param name="path">The path, resolved by the kernel.</param>
    /// <param name="flags">Of <see cref="OpenFlags"/>; O_CLOEXEC is added.</param>
    /// <param name="mode">Permissions of a file that the call creates.</param>
    public static FileFd Open(string path, long flags, int mode = 0)
        => new(Opening.At((int)OpenFlags.AT_FDCWD, path, flags, mode));

    /// <summary>Opens a name in this directory, close-on-exec. See openat(2).</summary>
    /// <inheritdoc cref="Open"/>
    public FileFd OpenIn(string path, long flags, int mode = 0) => new(Opening.At(Number, path, flags, mode));

    /// <summary>Where a symbolic link leads that was opened itself, with O_PATH and O_NOFOLLOW; null when it is none. See readlinkat(2).</summary>
    public unsafe string? TryReadLink()
    {
        const int most = 4096;
        byte* target = stackalloc byte[most];
        nint length = Libc.readlinkat(Number, "", target, most);
        return length < 0 ? null : System.Text.Encoding.UTF8.GetString(target, (int)length);
    }

    /// <summary>A view of a descriptor that somebody else owns, such as 0, 1 and 2; disposing it closes nothing.</summary>
    public static FileFd Borrow(int number) => new(number, ownsHandle: false);

    /// <summary>Takes over an open descriptor that nobody else closes.</summary>
    public static FileFd Own(int number) => new(number);

    /// <summary>Another descriptor of the same open file, close-on-exec and not below a number; null with the reason when the first is not open.</summary>
    public static FileFd? TryDuplicate(int number, int lowest, out Errno errno)
    {
        int copy = Libc.fcntl(number, (int)FcntlCommands.F_DUPFD_CLOEXEC, lowest);
        errno = copy < 0 ? (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError() : Errno.None;
        return copy < 0 ? null : new FileFd(copy);
    }

    /// <summary>Whether a number is open and would be inherited by a program that this process becomes.</summary>
    public static bool IsInherited(int number)
    {
        int flags = Libc.fcntl(number, (int)FcntlCommands.F_GETFD, 0);
        return flags >= 0 && (flags & (int)FcntlCommands.FD_CLOEXEC) == 0;
    }

    /// <summary>Moves the position of an open file back or forth; false when it has none, as a pipe.</summary>
    public bool TryMove(long bytes)
    {
        const int FromHere = 1;
        return Libc.lseek(Number, bytes, FromHere) >= 0;
    }
}
