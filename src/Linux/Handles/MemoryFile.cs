using System.Globalization;
using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>A file that lives in memory and has no name, made to be mapped by several processes. See memfd_create(2).</summary>
/// <remarks>
/// A size that is fixed is sealed (F_SEAL_SHRINK, F_SEAL_GROW): nobody who holds the descriptor can cut the file short under
/// another's mapping, which would kill that process with SIGBUS.
/// </remarks>
public sealed class MemoryFile : SafeFd
{
    private const int SeekEnd = 2;

    private MemoryFile(int fd)
        : base(fd)
    {
    }

    /// <summary>Length in bytes.</summary>
    public long Length => SyscallException.Check(Libc.memfd_seek(Number, 0, SeekEnd), "lseek", "memfd");

    /// <summary>Makes a sparse file of a fixed size; pages cost memory when they are first written.</summary>
    /// <param name="name">Shown in /proc/PID/maps as <c>/memfd:name</c>; need not be unique.</param>
    /// <param name="bytes">The size, which is sealed.</param>
    public static MemoryFile Create(string name, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        MemoryFile file = new(Make(name, Libc.MFD_NOEXEC_SEAL));
        try
        {
            SyscallException.Check(Libc.memfd_truncate(file.Number, bytes), "ftruncate", name);
            nint seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_SEAL;
            SyscallException.Check(Libc.memfd_fcntl(file.Number, Libc.F_ADD_SEALS, seals), "fcntl F_ADD_SEALS", name);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Makes an executable file with a content that nobody can change, not even through another descriptor of it.</summary>
    /// <param name="name">Shown as <c>/memfd:name</c>, in /proc/PID/exe too.</param>
    /// <param name="content">The program.</param>
    /// <returns>Null where sysctl vm.memfd_noexec is 2: there no memory file may be executed.</returns>
    /// <exception cref="SyscallException">It cannot be made.</exception>
    public static MemoryFile? TryCreateProgram(string name, ReadOnlySpan<byte> content)
    {
        MemoryFile file;
        try
        {
            file = new(Make(name, Libc.MFD_EXEC));
        }
        catch (SyscallException refused) when (refused.Errno == Errno.EACCES)
        {
            return null;
        }

        try
        {
            DescriptorIo.WriteAll(file, content);

            // A program that may not be read makes its process one that may not be looked at.
            SyscallException.Check(Libc.fchmod(file.Number, Permissions.Octal0555), "fchmod", name);
            nint seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW | Libc.F_SEAL_WRITE | Libc.F_SEAL_SEAL;
            SyscallException.Check(Libc.memfd_fcntl(file.Number, Libc.F_ADD_SEALS, seals), "fcntl F_ADD_SEALS", name);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Kernels before 6.3 know neither flag and make every memory file executable.
    private static int Make(string name, uint execution)
    {
        const uint flags = Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING;
        int fd = Libc.memfd_create(name, flags | execution);
        return fd < 0 && (Errno)Marshal.GetLastPInvokeError() == Errno.EINVAL
            ? SyscallException.Check(Libc.memfd_create(name, flags), "memfd_create", name)
            : SyscallException.Check(fd, "memfd_create", name);
    }

    /// <summary>Takes over a descriptor that came from elsewhere, for example over a socket.</summary>
    public static MemoryFile FromDescriptor(int fd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fd);
        return new MemoryFile(fd);
    }

    /// <summary>Opens by path, for example <c>/proc/PID/fd/N</c> of a process that holds it.</summary>
    /// <exception cref="SyscallException">The path cannot be opened.</exception>
    public static MemoryFile Open(string path, bool writable)
        => new(SyscallException.Check(Libc.memfd_open(path, writable), "open", path));

    /// <summary>A second descriptor of the same file that can only be read, to be given to those who may look but not write.</summary>
    public MemoryFile OpenReadOnly()
        => Open("/proc/self/fd/" + Number.ToString(CultureInfo.InvariantCulture), writable: false);
}
