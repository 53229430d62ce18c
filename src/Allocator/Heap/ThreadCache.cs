using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>What one thread keeps of one heap. Reached through a thread-static, so the cached path takes no lock.</summary>
/// <remarks>When its thread is gone the collector finds it, and the finalizer gives everything back to the heap.</remarks>
internal sealed unsafe class ThreadCache
{
    internal ThreadCache(SlabAllocator owner, long heapNumber)
    {
        Owner = owner;
        Rack = MagazineRack.Create(heapNumber);
    }

    ~ThreadCache()
    {
        Owner.Adopt(this);
        NativeMemory.Free(Rack);
    }

    internal SlabAllocator Owner { get; }

    internal MagazineRack* Rack { get; }

    /// <summary>The same thread's cache of another heap.</summary>
    internal ThreadCache? Next { get; set; }
}
