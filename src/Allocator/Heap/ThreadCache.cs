using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>What one thread keeps of one heap. Reached through a thread-static, so the cached path takes no lock.</summary>
/// <remarks>
/// The heap knows the caches of all threads. Those of threads that have ended give everything back when another thread makes its cache, before the
/// heap says that it is full, and when it is trimmed: native memory puts no pressure on the collector, so waiting for a finalizer would be a leak.
/// </remarks>
internal sealed unsafe class ThreadCache : IDisposable
{
    private readonly Thread _thread = Thread.CurrentThread;

    internal ThreadCache(SlabAllocator owner, long heapNumber)
    {
        Owner = owner;
        Rack = MagazineRack.Create(heapNumber);
    }

    // The heap holds its caches, so here it is gone as well and takes nothing back any more.
    ~ThreadCache() => NativeMemory.Free(Rack);

    /// <summary>Frees the magazines of a thread that has ended, after the heap has emptied them.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        NativeMemory.Free(Rack);
    }

    internal SlabAllocator Owner { get; }

    internal MagazineRack* Rack { get; }

    /// <summary>The same thread's cache of another heap.</summary>
    internal ThreadCache? Next { get; set; }

    /// <summary>True when nobody can reach the cache through its thread any more.</summary>
    internal bool IsAbandoned => !_thread.IsAlive;
}
