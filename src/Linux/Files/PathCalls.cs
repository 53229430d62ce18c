using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Calls on paths that are bytes, for programs that must take every name the kernel has. Paths end with a NUL; errors are values.</summary>
/// <remarks>EINTR is an error like others here: whoever opens a FIFO for a user wants to hear of the interrupt key.</remarks>
public static unsafe class PathCalls
{
    /// <summary>Of access(2): may be executed, or searched.</summary>
    public const int Executable = 1;

    /// <summary>Of access(2): may be written.</summary>
    public const int Writable = 2;

    /// <summary>Of access(2): may be read.</summary>
    public const int Readable = 4;

    private const int StatusBytes = 256;
    private const uint BasicStats = 0x7ff;
    private const int EffectiveIds = 0x200;

    /// <summary>Opens close-on-exec. See openat(2).</summary>
    /// <param name="directory">What a relative path is relative to; null for the working directory.</param>
    /// <param name="path">Ends with a NUL.</param>
    /// <param name="flags">Of <see cref="OpenFlags"/>.</param>
    /// <param name="mode">Permissions of a file that the call makes, before the umask.</param>
    /// <param name="errno">Why the result is null.</param>
    public static FileFd? TryOpen(SafeFd? directory, ReadOnlySpan<byte> path, long flags, int mode, out Errno errno)
    {
        fixed (byte* name = path)
        {
            int fd = Libc.openat_bytes(NumberOf(directory), name, (int)(flags | OpenFlags.O_CLOEXEC), (uint)mode);
            errno = fd < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
            return fd < 0 ? null : new FileFd(fd);
        }
    }

    /// <summary>What a path names. See statx(2).</summary>
    public static bool TryStat(SafeFd? directory, ReadOnlySpan<byte> path, bool followLinks, out FileStatus status, out Errno errno)
        => TryStat(NumberOf(directory), path, followLinks ? 0 : (int)OpenFlags.AT_SYMLINK_NOFOLLOW, out status, out errno);

    /// <summary>What a descriptor refers to.</summary>
    public static bool TryStat(int descriptor, out FileStatus status, out Errno errno)
        => TryStat(descriptor, "\0"u8, (int)OpenFlags.AT_EMPTY_PATH, out status, out errno);

    /// <summary>Whether the effective user may do something with a file: a sum of <see cref="Readable"/>, <see cref="Writable"/>, <see cref="Executable"/>; zero asks whether it is there.</summary>
    public static bool CanAccess(SafeFd? directory, ReadOnlySpan<byte> path, int access)
    {
        fixed (byte* name = path)
        {
            return Libc.faccessat2((nint)Sys.faccessat2, NumberOf(directory), name, access, EffectiveIds) == 0;
        }
    }

    /// <summary>The names in a directory except the two dots; null when it cannot be read.</summary>
    public static List<DirectoryEntry>? TryList(SafeFd? directory, ReadOnlySpan<byte> path)
    {
        using FileFd? opened = TryOpen(directory, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0, out _);
        if (opened is null)
        {
            return null;
        }

        List<DirectoryEntry> entries = [];
        byte[] buffer = new byte[32 * 1024];
        fixed (byte* start = buffer)
        {
            nint count;
            while ((count = Libc.getdents64((nint)Sys.getdents64, opened.Number, start, buffer.Length)) > 0)
            {
                for (int at = 0; at < count;)
                {
                    // struct linux_dirent64: inode 8, offset 8, length of the record 2, type 1, name.
                    ReadOnlySpan<byte> record = buffer.AsSpan(at, BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 16)));
                    ReadOnlySpan<byte> name = record[19..];
                    name = name[..name.IndexOf((byte)0)];
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        entries.Add(new DirectoryEntry(name.ToArray(), record[18]));
                    }

                    at += record.Length;
                }
            }
        }

        return entries;
    }

    private static bool TryStat(int directory, ReadOnlySpan<byte> path, int flags, out FileStatus status, out Errno errno)
    {
        byte* buffer = stackalloc byte[StatusBytes];
        fixed (byte* name = path)
        {
            if (Libc.statx_bytes(directory, name, flags, BasicStats, buffer) != 0)
            {
                errno = (Errno)Marshal.GetLastPInvokeError();
                status = default;
                return false;
            }
        }

        // The offsets of struct statx, which is the same on every architecture.
        ReadOnlySpan<byte> raw = new(buffer, StatusBytes);
        long seconds = BinaryPrimitives.ReadInt64LittleEndian(raw[112..]);
        long device = ((long)BinaryPrimitives.ReadUInt32LittleEndian(raw[136..]) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(raw[140..]);
        status = new FileStatus(
            BinaryPrimitives.ReadUInt16LittleEndian(raw[28..]),
            BinaryPrimitives.ReadInt64LittleEndian(raw[40..]),
            (seconds * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(raw[120..]),
            device,
            BinaryPrimitives.ReadInt64LittleEndian(raw[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(raw[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(raw[24..]));
        errno = Errno.None;
        return true;
    }

    private static int NumberOf(SafeFd? directory) => directory?.Number ?? (int)OpenFlags.AT_FDCWD;
}
