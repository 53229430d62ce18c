using System.Buffers.Binary;

namespace Helios.Linux;

/// <summary>Whose an open file is and who may use it. See statx(2).</summary>
/// <param name="Mode">Type and permission bits.</param>
/// <param name="UserId">The owner.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Device">The file system it is on, as one number.</param>
/// <param name="Inode">Its number there.</param>
public readonly record struct FileOwner(int Mode, uint UserId, uint GroupId, uint Links, long Size, ulong Device, ulong Inode)
{
    /// <summary>A regular file.</summary>
    public bool IsFile => (Mode & FileModes.S_IFMT) == FileModes.S_IFREG;

    /// <summary>A directory.</summary>
    public bool IsDirectory => (Mode & FileModes.S_IFMT) == FileModes.S_IFDIR;

    /// <summary>A symbolic link, opened itself.</summary>
    public bool IsLink => (Mode & FileModes.S_IFMT) == FileModes.S_IFLNK;

    /// <summary>A device node.</summary>
    public bool IsDevice => (Mode & FileModes.S_IFMT) is FileModes.S_IFCHR or FileModes.S_IFBLK;

    /// <summary>Read, write and execute for owner, group and others.</summary>
    public int Permissions => Mode & Linux.Permissions.Octal0777;

    /// <summary>Asks the kernel. An O_PATH descriptor will do.</summary>
    public static unsafe FileOwner Of(SafeFd descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);

        // struct statx: nlink at 16, uid 20, gid 24, mode 28, ino 32, size 40, dev_major 136, dev_minor 140; 256 bytes in all.
        const int bytes = 256;
        const uint basic = 0x7FF;
        byte* buffer = stackalloc byte[bytes];
        SyscallException.Check(Libc.statx(descriptor.Number, "", (int)OpenFlags.AT_EMPTY_PATH, basic, buffer), "statx");
        ReadOnlySpan<byte> status = new(buffer, bytes);
        return new FileOwner(
            BinaryPrimitives.ReadUInt16LittleEndian(status[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(status[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(status[40..]),
            ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(status[140..]),
            BinaryPrimitives.ReadUInt64LittleEndian(status[32..]));
    }

    /// <summary>Whether two descriptors name the same file.</summary>
    public bool IsSameFileAs(FileOwner other) => Device == other.Device && Inode == other.Inode;
}
