using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>What one thread keeps of one heap. Reached through a thread-static, so the cached path takes no lock.</summary>
/// <remarks>When its thread is gone the collector finds it, and the finalizer gives everything back to the heap.</remarks>
internal sealed unsafe class ThreadCache
{
    internal ThreadCache(SlabAllocator owner)
    {
        Owner = owner;
        Magazines = (Magazine*)NativeMemory.AllocZeroed(HeapLayout.ClassCount, (nuint)sizeof(Magazine));
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Magazines[sizeClass].Capacity = Magazine.CapacityOf(sizeClass);
        }
    }

    ~ThreadCache()
    {
        Owner.Adopt(this);
        NativeMemory.Free(Magazines);
    }

    internal readonly SlabAllocator Owner;

    internal readonly Magazine* Magazines;

    /// <summary>The same thread's cache of another heap.</summary>
    internal ThreadCache? Next;

    /// <summary>Makes every fast path fail, because the memory behind the magazines is going away.</summary>
    internal void Disable()
    {
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Magazines[sizeClass].Count = 0;
            Magazines[sizeClass].Capacity = 0;
        }
    }
}
