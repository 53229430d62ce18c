namespace Helios.Linux;

/// <summary>What statx(2) tells of a file.</summary>
/// <param name="Mode">Type and permissions, see <see cref="FileModes"/>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">When it was last written to, in nanoseconds since 1970.</param>
/// <param name="Device">Of the file system.</param>
/// <param name="Inode">In that file system.</param>
/// <param name="UserId">Its owner.</param>
/// <param name="GroupId">Its group.</param>
public readonly record struct FileStatus(int Mode, long Size, long Modified, long Device, long Inode, uint UserId, uint GroupId)
{
    /// <summary>The type bits alone, such as <see cref="FileModes.S_IFDIR"/>.</summary>
    public long Type => Mode & FileModes.S_IFMT;
}
