using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Linux;

/// <summary>Opens files of a root directory as a process inside that root would find them: no link leads out. See RESOLVE_IN_ROOT in openat2(2).</summary>
public static class RootedFile
{
    /// <summary>The longest file that is read.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a text file below <paramref name="root"/>; false when there is none, or it may not be read, or it is no regular file.</summary>
    /// <remarks>Merely to open a device or a pipe can act or wait, so what it is has been looked at before it is opened for reading.</remarks>
    /// <exception cref="SyscallException">EFBIG: it is longer than <see cref="MostBytes"/>.</exception>
    public static bool TryRead(string root, string path, out string text)
    {
        text = "";
        try
        {
            using FileFd directory = FileFd.Open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
            using FileFd? found = TryOpen(directory, path.TrimStart('/'), OpenFlags.O_PATH);
            if (found is null || FileOwner.Of(found) is not { IsFile: true } status)
            {
                return false;
            }

            if (status.Size > MostBytes)
            {
                throw TooLong(root, path);
            }

            using FileFd file = FileFd.Open(
                string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{found.Number}"), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOCTTY);
            text = ReadBounded(file) ?? throw TooLong(root, path);
            return true;
        }
        catch (SyscallException failure) when (failure.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES or Errno.EISDIR)
        {
            return false;
        }
    }

    // It may grow while it is read.
    private static string? ReadBounded(FileFd file)
    {
        byte[] buffer = new byte[4096];
        int filled = 0;
        while (true)
        {
            int count = DescriptorIo.Read(file, buffer.AsSpan(filled));
            if (count == 0)
            {
                return Encoding.UTF8.GetString(buffer.AsSpan(0, filled));
            }

            filled += count;
            if (filled > MostBytes)
            {
                return null;
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MostBytes + 1));
            }
        }
    }

    private static SyscallException TooLong(string root, string path)
        => new("read", Errno.EFBIG, $"{path} of the root {root}, of which at most {MostBytes >> 20} MiB is read");

    /// <summary>Opens an absolute path that has no symbolic link in it. See RESOLVE_NO_SYMLINKS in openat2(2).</summary>
    /// <exception cref="SyscallException">ELOOP: a part of it is a link.</exception>
    public static unsafe FileFd OpenWithoutLinks(string path, long flags)
    {
        OpenHow how = new() { Flags = (ulong)(flags | OpenFlags.O_CLOEXEC), Resolve = (ulong)OpenFlags.RESOLVE_NO_SYMLINKS };
        nint fd = Libc.openat2((nint)Sys.openat2, (int)OpenFlags.AT_FDCWD, path, &how, OpenHow.Size);
        return fd >= 0 ? new FileFd((int)fd) : throw new SyscallException("openat2", (Errno)Marshal.GetLastPInvokeError(), path);
    }

    /// <summary>Opens a file below a directory; null when there is none or it may not be opened so.</summary>
    /// <exception cref="SyscallException">It could not be opened for another reason.</exception>
    public static unsafe FileFd? TryOpen(SafeFd root, string path, long flags)
    {
        OpenHow how = new() { Flags = (ulong)(flags | OpenFlags.O_CLOEXEC), Resolve = (ulong)(OpenFlags.RESOLVE_IN_ROOT | OpenFlags.RESOLVE_NO_MAGICLINKS) };
        nint fd = Libc.openat2((nint)Sys.openat2, root.Number, path, &how, OpenHow.Size);
        if (fd >= 0)
        {
            return new FileFd((int)fd);
        }

        Errno errno = (Errno)Marshal.GetLastPInvokeError();
        return errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES or Errno.ELOOP or Errno.ENXIO ? null : throw new SyscallException("openat2", errno, path);
    }
}
