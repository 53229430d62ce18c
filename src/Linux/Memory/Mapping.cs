using Microsoft.Win32.SafeHandles;

namespace Helios.Linux;

/// <summary>A range of address space with an owner; disposing it unmaps the whole range. See mmap(2).</summary>
/// <remarks>Offsets and lengths are in bytes and, where pages change hands, multiples of <see cref="PageBytes"/>.</remarks>
public sealed class Mapping : SafeHandleZeroOrMinusOneIsInvalid
{
    private static readonly nint s_failed = -1;
    private readonly bool _shared;

    private Mapping(nint address, nint length, bool shared)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        Length = length;
        _shared = shared;
    }

    /// <summary>The size of a page of this machine.</summary>
    public static int PageBytes { get; } = Environment.SystemPageSize;

    /// <summary>Where it starts; valid until it is disposed.</summary>
    public nint Address => handle;

    /// <summary>Its length in bytes, rounded up to whole pages.</summary>
    public nint Length { get; private set; }

    /// <summary>Anonymous private memory, zeroed, whose pages cost memory when first touched.</summary>
    /// <param name="bytes">At least one; rounded up to whole pages.</param>
    /// <param name="access"><see cref="MappingAccess.None"/> only reserves addresses, to be opened by <see cref="Protect"/>.</param>
    public static Mapping Anonymous(nint bytes, MappingAccess access)
    {
        nint length = RoundUp(bytes);
        nint address = Libc.mmap(0, length, Protection(access), Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1, 0);
        return new Mapping(Checked(address, "anonymous"), length, shared: false);
    }

    /// <summary>A shared view of a memory file: writes are seen by every process that maps it.</summary>
    /// <param name="file">The file; it may be closed afterwards.</param>
    /// <param name="offset">Where in the file; a multiple of <see cref="PageBytes"/>.</param>
    /// <param name="bytes">How much of it.</param>
    /// <param name="access">Write access needs a descriptor opened for writing.</param>
    public static Mapping Of(MemoryFile file, long offset, nint bytes, MappingAccess access)
    {
        ArgumentNullException.ThrowIfNull(file);
        nint length = RoundUp(bytes);
        nint address = Libc.mmap(0, length, Protection(access), Libc.MAP_SHARED | Libc.MAP_NORESERVE, file.Number, offset);
        return new Mapping(Checked(address, "memfd"), length, shared: true);
    }

    /// <summary>
    /// A header followed by the rest of the file mapped twice in a row, so that a ring in the rest can be read and written
    /// across its end as one straight piece.
    /// </summary>
    /// <param name="file">The file: <paramref name="headerBytes"/> and then <paramref name="ringBytes"/>.</param>
    /// <param name="headerBytes">Length of the header, whole pages.</param>
    /// <param name="ringBytes">Length of the ring, whole pages.</param>
    /// <param name="access">Access to all three pieces.</param>
    public static Mapping Mirrored(MemoryFile file, nint headerBytes, nint ringBytes, MappingAccess access)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (headerBytes % PageBytes != 0 || ringBytes % PageBytes != 0)
        {
            throw new ArgumentException($"header of {headerBytes} and ring of {ringBytes} bytes are not whole pages");
        }

        // The reservation owns the whole range from the start, so that a failure half way leaks nothing.
        nint length = headerBytes + (2 * ringBytes);
        nint address = Checked(Libc.mmap(0, length, Libc.PROT_NONE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1, 0), "anonymous");
        Mapping mapping = new(address, length, shared: true);
        try
        {
            int flags = Libc.MAP_SHARED | Libc.MAP_FIXED;
            Checked(Libc.mmap(address, headerBytes + ringBytes, Protection(access), flags, file.Number, 0), "memfd");
            Checked(Libc.mmap(address + headerBytes + ringBytes, ringBytes, Protection(access), flags, file.Number, headerBytes), "memfd");
            return mapping;
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>Changes what a part may be used for. See mprotect(2).</summary>
    /// <returns>False when the kernel has no memory to promise (ENOMEM).</returns>
    public bool Protect(nint offset, nint bytes, MappingAccess access)
    {
        CheckRange(offset, bytes);
        if (Libc.mprotect(handle + offset, bytes, Protection(access)) == 0)
        {
            return true;
        }

        Errno errno = (Errno)System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
        return errno == Errno.ENOMEM ? false : throw new SyscallException("mprotect", errno);
    }

    /// <summary>Gives pages back to the kernel; they read as zero afterwards, in a shared mapping for every process. See madvise(2).</summary>
    public void Discard(nint offset, nint bytes)
    {
        CheckRange(offset, bytes);
        SyscallException.Check(Libc.madvise(handle + offset, bytes, _shared ? Libc.MADV_REMOVE : Libc.MADV_DONTNEED), "madvise");
    }

    /// <summary>Asks for huge pages where the range allows them. False when this kernel has none. See madvise(2), MADV_HUGEPAGE.</summary>
    public bool PreferHugePages() => Libc.madvise(handle, Length, Libc.MADV_HUGEPAGE) == 0;

    /// <summary>Changes the length, moving the range when it must; contents are kept. Anonymous mappings only. See mremap(2).</summary>
    /// <returns>False when the kernel cannot; the mapping is then as before.</returns>
    public bool TryResize(nint bytes)
    {
        nint length = RoundUp(bytes);
        nint address = Libc.mremap(handle, Length, length, Libc.MREMAP_MAYMOVE);
        if (address == s_failed)
        {
            return false;
        }

        SetHandle(address);
        Length = length;
        return true;
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.munmap(handle, Length) == 0;

    private static nint RoundUp(nint bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return checked(bytes + PageBytes - 1) & ~(nint)(PageBytes - 1);
    }

    private static int Protection(MappingAccess access) => access switch
    {
        MappingAccess.Read => Libc.PROT_READ,
        MappingAccess.ReadWrite => Libc.PROT_READ | Libc.PROT_WRITE,
        _ => Libc.PROT_NONE,
    };

    private static nint Checked(nint address, string subject)
    {
        if (address == s_failed)
        {
            SyscallException.ThrowLast("mmap", subject);
        }

        return address;
    }

    private void CheckRange(nint offset, nint bytes)
    {
        if (offset < 0 || bytes < 0 || offset > Length - bytes)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{offset}+{bytes} is outside a mapping of {Length} bytes");
        }
    }
}
