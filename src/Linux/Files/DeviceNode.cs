using System.Buffers.Binary;

namespace Helios.Linux;

/// <summary>Opens device nodes and checks that they are what their name says: a name can be given to anything, a number cannot.</summary>
public static class DeviceNode
{
    /// <summary>The number of the null device. See null(4).</summary>
    public static (uint Major, uint Minor) Null { get; } = (1, 3);

    /// <summary>Opens a character device for reading and writing.</summary>
    /// <param name="path">Its name; the last part of it may not be a link.</param>
    /// <param name="number">The device that it has to be.</param>
    /// <exception cref="SyscallException">It cannot be opened; ENODEV when it is something else.</exception>
    public static FileFd Open(string path, (uint Major, uint Minor) number)
    {
        FileFd node = FileFd.Open(path, OpenFlags.O_RDWR | OpenFlags.O_NOFOLLOW | OpenFlags.O_NOCTTY | OpenFlags.O_NONBLOCK);
        try
        {
            return NumberOf(node) == number
                ? node
                : throw new SyscallException("open", Errno.ENODEV, $"{path}, which is not the character device {number.Major}:{number.Minor}; look at it with ls -l");
        }
        catch
        {
            node.Dispose();
            throw;
        }
    }

    /// <summary>The number of an open character device; null for anything else.</summary>
    public static unsafe (uint Major, uint Minor)? NumberOf(SafeFd node)
    {
        // struct statx: stx_mode at 28, stx_rdev_major at 128, stx_rdev_minor at 132, 256 bytes in all.
        const int bytes = 256;
        const uint type = 1;
        byte* buffer = stackalloc byte[bytes];
        SyscallException.Check(Libc.statx(node.Number, "", (int)OpenFlags.AT_EMPTY_PATH, type, buffer), "statx");
        ReadOnlySpan<byte> status = new(buffer, bytes);
        return (BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & FileModes.S_IFMT) == FileModes.S_IFCHR
            ? (BinaryPrimitives.ReadUInt32LittleEndian(status[128..]), BinaryPrimitives.ReadUInt32LittleEndian(status[132..]))
            : null;
    }
}
