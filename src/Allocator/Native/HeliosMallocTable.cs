using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>The heap's functions as a C program expects them, in the order of the C struct in docs/allocator.md.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct HeliosMallocTable
{
    internal HeliosMallocTable(
        delegate* unmanaged<nuint, void*> malloc,
        delegate* unmanaged<nuint, nuint, void*> calloc,
        delegate* unmanaged<void*, nuint, void*> realloc,
        delegate* unmanaged<nuint, nuint, void*> alignedAlloc,
        delegate* unmanaged<void*, void> free,
        delegate* unmanaged<void*, nuint> usableSize)
    {
        Malloc = (nint)malloc;
        Calloc = (nint)calloc;
        Realloc = (nint)realloc;
        AlignedAlloc = (nint)alignedAlloc;
        Free = (nint)free;
        UsableSize = (nint)usableSize;
    }

    /// <summary><c>void *helios_malloc(size_t size)</c>; NULL when the cap is reached.</summary>
    public nint Malloc { get; }

    /// <summary><c>void *helios_calloc(size_t count, size_t size)</c>; NULL also when the product overflows.</summary>
    public nint Calloc { get; }

    /// <summary><c>void *helios_realloc(void *pointer, size_t size)</c>; on NULL the old buffer is untouched.</summary>
    public nint Realloc { get; }

    /// <summary><c>void *helios_aligned_alloc(size_t alignment, size_t size)</c>; NULL when the alignment is no power of two.</summary>
    public nint AlignedAlloc { get; }

    /// <summary><c>void helios_free(void *pointer)</c>; a wrong pointer ends the process with a message, as in glibc.</summary>
    public nint Free { get; }

    /// <summary><c>size_t helios_malloc_usable_size(void *pointer)</c>; 0 for NULL.</summary>
    public nint UsableSize { get; }
}
