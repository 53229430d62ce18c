using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>Opens files of a root directory as a process inside that root would find them: no link leads out. See RESOLVE_IN_ROOT in openat2(2).</summary>
public static class RootedFile
{
    /// <summary>Reads a text file below <paramref name="root"/>; false when there is none or it may not be read.</summary>
    public static bool TryRead(string root, string path, out string text)
    {
        text = "";
        try
        {
            using FileFd directory = FileFd.Open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
            using FileFd? file = TryOpen(directory, path.TrimStart('/'), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);
            if (file is null)
            {
                return false;
            }

            text = KernelFile.ReadAll(file, path);
            return true;
        }
        catch (SyscallException failure) when (failure.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES or Errno.EISDIR)
        {
            return false;
        }
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
