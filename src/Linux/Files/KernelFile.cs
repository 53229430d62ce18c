using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Linux;

/// <summary>The small text files of /proc, /sys and the control groups, which must be written in one call.</summary>
public static class KernelFile
{
    private const int FirstReadBytes = 4096;

    /// <summary>Writes all of <paramref name="data"/> in one write.</summary>
    /// <exception cref="SyscallException">The subject names the data and the file: <c>write "0-3" to /sys/fs/cgroup/…/cpuset.cpus</c>.</exception>
    public static void Write(string path, string data)
    {
        using FileFd file = FileFd.Open(path, OpenFlags.O_WRONLY);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(data.Length));
        int count = Encoding.UTF8.GetBytes(data, buffer);
        DescriptorIo.TryWrite(file, buffer.AsSpan(0, count), out Errno errno);
        ArrayPool<byte>.Shared.Return(buffer);
        if (errno != Errno.None)
        {
            throw new SyscallException("write", errno, $"\"{data}\" to {path}");
        }
    }

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="SyscallException">It cannot be opened or read.</exception>
    public static string Read(string path)
    {
        using FileFd file = FileFd.Open(path, OpenFlags.O_RDONLY);
        return ReadAll(file, path);
    }

    /// <summary>Reads a whole file of somebody else's, which may be a device without an end.</summary>
    /// <exception cref="SyscallException">It cannot be opened or read.</exception>
    /// <exception cref="ReasonException">It is larger than <paramref name="mostBytes"/>.</exception>
    public static string Read(string path, int mostBytes)
    {
        using FileFd file = FileFd.Open(path, OpenFlags.O_RDONLY | OpenFlags.O_NOCTTY);
        return ReadAll(file, path, static bytes => Encoding.UTF8.GetString(bytes), mostBytes);
    }

    /// <summary>Reads the whole file; false when it is not there, or vanished meanwhile, or may not be read.</summary>
    public static bool TryRead(string path, out string text)
    {
        try
        {
            text = Read(path);
            return true;
        }
        catch (SyscallException failure) when (failure.Errno
            is Errno.ENOENT or Errno.ENODEV or Errno.ESRCH or Errno.EACCES or Errno.EPERM or Errno.EOPNOTSUPP or Errno.ENOTDIR)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Whether there is anything at the path.</summary>
    public static bool Exists(string path) => Libc.access(path, 0) == 0;

    /// <summary>Whether the caller may write there.</summary>
    public static bool IsWritable(string path) => Libc.access(path, Libc.W_OK) == 0;

    /// <summary>The value of an extended attribute, at most 64 bytes; null when the file has none of that name or it may not be read. See xattr(7).</summary>
    public static unsafe string? Attribute(string path, string name)
    {
        byte* value = stackalloc byte[64];
        nint length = Libc.getxattr(path, name, value, 64);
        return length < 0 ? null : Encoding.UTF8.GetString(value, (int)length);
    }

    /// <summary>Sets an extended attribute; false where the file system has none of its kind, or this process may not.</summary>
    public static unsafe bool TrySetAttribute(string path, string name, ReadOnlySpan<byte> value)
    {
        fixed (byte* first = value)
        {
            return Libc.setxattr(path, name, first, (nuint)value.Length, 0) == 0;
        }
    }

    /// <summary>Makes a directory; false when something is there already.</summary>
    /// <exception cref="SyscallException">It could not be made for another reason.</exception>
    public static bool TryMakeDirectory(string path, int mode = Permissions.Octal0755)
    {
        if (Libc.mkdir(path, (uint)mode) == 0)
        {
            return true;
        }

        Errno errno = (Errno)Marshal.GetLastPInvokeError();
        return errno == Errno.EEXIST ? false : throw new SyscallException("mkdir", errno, path);
    }

    /// <summary>Makes a named pipe. See mkfifo(3).</summary>
    /// <exception cref="SyscallException">It could not be made; EEXIST when something is there.</exception>
    public static void MakeFifo(string path, int mode) => SyscallException.Check(Libc.mkfifo(path, (uint)mode), "mkfifo", path);

    /// <summary>Removes an empty directory. True when it is gone, also when it was; false while something is in it.</summary>
    /// <exception cref="SyscallException">It could not be removed for another reason.</exception>
    public static bool TryRemoveDirectory(string path)
    {
        if (Libc.rmdir(path) == 0)
        {
            return true;
        }

        return (Errno)Marshal.GetLastPInvokeError() switch
        {
            Errno.ENOENT => true,
            Errno.EBUSY or Errno.ENOTEMPTY => false,
            Errno errno => throw new SyscallException("rmdir", errno, path),
        };
    }

    /// <summary>Removes a file; that it is gone already is fine.</summary>
    /// <exception cref="SyscallException">It could not be removed.</exception>
    public static void Remove(string path)
    {
        if (Libc.unlink(path) != 0 && (Errno)Marshal.GetLastPInvokeError() is Errno errno && errno != Errno.ENOENT)
        {
            throw new SyscallException("unlink", errno, path);
        }
    }

    /// <summary>Reads the whole file as it is.</summary>
    /// <exception cref="SyscallException">It cannot be opened or read.</exception>
    public static byte[] ReadBytes(string path)
    {
        using FileFd file = FileFd.Open(path, OpenFlags.O_RDONLY);
        return ReadAll(file, path, static bytes => bytes.ToArray());
    }

    internal static string ReadAll(FileFd file, string path) => ReadAll(file, path, static bytes => Encoding.UTF8.GetString(bytes));

    private static T ReadAll<T>(FileFd file, string path, Func<ReadOnlySpan<byte>, T> result, int mostBytes = int.MaxValue)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstReadBytes);
        try
        {
            int length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int count = DescriptorIo.TryRead(file, buffer.AsSpan(length), out Errno errno);
                if (errno != Errno.None)
                {
                    throw new SyscallException("read", errno, path);
                }

                if (count == 0)
                {
                    return result(buffer.AsSpan(0, length));
                }

                length += count;
                if (length > mostBytes)
                {
                    throw new ReasonException($"is larger than {mostBytes} bytes; that is the limit");
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
