using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>Lets native code in this process use a heap: function pointers with the names and manners of malloc(3).</summary>
/// <remarks>The functions may be called on any thread, also one that .NET has never seen. They work on the heap given to <see cref="Use"/>.</remarks>
public static unsafe class HeliosMalloc
{
    private static SlabAllocator? s_heap;

    /// <summary>Chooses the heap behind the functions; it must live as long as native code may call them.</summary>
    /// <returns>The functions.</returns>
    /// <exception cref="InvalidOperationException">Another heap is in use already: pointers of one heap cannot be freed in another.</exception>
    public static HeliosMallocTable Use(SlabAllocator heap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        SlabAllocator? before = Interlocked.CompareExchange(ref s_heap, heap, null);
        if (before is not null && before != heap)
        {
            throw new InvalidOperationException("native code uses another heap already");
        }

        return new HeliosMallocTable(&Malloc, &Calloc, &Realloc, &AlignedAlloc, &Free, &UsableSize);
    }

    [UnmanagedCallersOnly]
    private static void* Malloc(nuint size) => size > (nuint)nint.MaxValue ? null : (void*)s_heap!.TryAllocate((nint)size);

    [UnmanagedCallersOnly]
    private static void* Calloc(nuint count, nuint size)
    {
        UInt128 total = (UInt128)count * size;
        if (total > (UInt128)nint.MaxValue)
        {
            return null;
        }

        void* pointer = (void*)s_heap!.TryAllocate((nint)total);
        if (pointer is not null)
        {
            NativeMemory.Clear(pointer, (nuint)total);
        }

        return pointer;
    }

    [UnmanagedCallersOnly]
    private static void* Realloc(void* pointer, nuint size)
    {
        try
        {
            return size > (nuint)nint.MaxValue ? null : (void*)s_heap!.TryReallocate((nint)pointer, (nint)size);
        }
        catch (HeapMisuseException misuse)
        {
            Die("helios_realloc", misuse);
            return null;
        }
    }

    [UnmanagedCallersOnly]
    private static void* AlignedAlloc(nuint alignment, nuint size)
        => size > (nuint)nint.MaxValue || alignment > (nuint)nint.MaxValue || !System.Numerics.BitOperations.IsPow2((nint)alignment)
            ? null
            : (void*)s_heap!.TryAllocateAligned((nint)size, (nint)alignment);

    [UnmanagedCallersOnly]
    private static void Free(void* pointer)
    {
        try
        {
            s_heap!.Free((nint)pointer);
        }
        catch (HeapMisuseException misuse)
        {
            Die("helios_free", misuse);
        }
    }

    [UnmanagedCallersOnly]
    private static nuint UsableSize(void* pointer)
    {
        try
        {
            return pointer is null ? 0 : (nuint)s_heap!.SizeOf((nint)pointer);
        }
        catch (HeapMisuseException misuse)
        {
            Die("helios_malloc_usable_size", misuse);
            return 0;
        }
    }

    /// <summary>C callers have no way to be told, and going on with a wrong pointer is worse.</summary>
    [DoesNotReturn]
    private static void Die(string function, HeapMisuseException misuse) => Environment.FailFast($"{function}: {misuse.Message}");
}
