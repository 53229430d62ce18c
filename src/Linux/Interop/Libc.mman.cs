using System.Runtime.InteropServices;

namespace Helios.Linux;

/// <summary>sys/mman.h</summary>
internal static partial class Libc
{
    internal const int PROT_NONE = 0;
    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;

    internal const int MAP_SHARED = 0x01;
    internal const int MAP_PRIVATE = 0x02;
    internal const int MAP_FIXED = 0x10;
    internal const int MAP_ANONYMOUS = 0x20;
    internal const int MAP_NORESERVE = 0x4000;

    internal const int MADV_DONTNEED = 4;
    internal const int MADV_REMOVE = 9;
    internal const int MADV_HUGEPAGE = 14;

    internal const int MREMAP_MAYMOVE = 1;

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mmap(nint addr, nint length, int prot, int flags, int fd, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int munmap(nint addr, nint length);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int mprotect(nint addr, nint length, int prot);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int madvise(nint addr, nint length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint mremap(nint old_address, nint old_size, nint new_size, int flags);
}
