using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>An exclusive lock on a file, held by this process until it is disposed or the process ends. See flock(2).</summary>
/// <remarks>The file goes with its owner: disposing removes it, and what a dead owner left is found by being lockable.</remarks>
public sealed class FileLock : IDisposable
{
    private readonly FileFd _file;
    private readonly string _path;

    private FileLock(FileFd file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Makes the file when missing and locks it; null when another living owner holds it.</summary>
    /// <exception cref="SyscallException">The file could not be made or locked.</exception>
    public static FileLock? TryTake(string path)
    {
        while (true)
        {
            FileFd file = FileFd.Open(path, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW, Permissions.Octal0600);
            if (Libc.flock(file.Number, Libc.LOCK_EX | Libc.LOCK_NB) != 0)
            {
                Errno errno = (Errno)Marshal.GetLastPInvokeError();
                file.Dispose();
                return errno == Errno.EAGAIN ? null : throw new SyscallException("flock", errno, path);
            }

            // A previous owner may have removed the name between our open and our lock: then we hold a file that nobody can find.
            if (IsNamed(file))
            {
                return new FileLock(file, path);
            }

            file.Dispose();
        }
    }

    /// <summary>Lets go of the file and leaves it: the mark of something that is still to be cleared away.</summary>
    public void Abandon() => _file.Dispose();

    /// <summary>Removes the file and lets go of it.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            KernelFile.Remove(_path);
            _file.Dispose();
        }
    }

    // "/path (deleted)" once the name is gone.
    private static bool IsNamed(FileFd file)
        => File.ResolveLinkTarget($"/proc/self/fd/{file.Number}", returnFinalTarget: false) is { } target
            && !target.FullName.EndsWith(" (deleted)", StringComparison.Ordinal);
}
