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

    /// <summary>A view of a descriptor that somebody else owns, such as 0, 1 and 2; disposing it closes nothing.</summary>
    public static FileFd Borrow(int number) => new(number, ownsHandle: false);
}
