using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>What one thread keeps of one heap. Reached through a thread-static, so the cached path takes no lock.</summary>
/// <remarks>When its thread is gone the collector finds it, and the finalizer gives everything back to the heap.</remarks>
internal sealed unsafe class ThreadCache
{
    private const int MaxLeases = 64;
    private readonly SlabLease?[] _leases = new SlabLease?[MaxLeases];
    private int _leaseCount;

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

    /// <summary>A spare lease object, from the heap's common ones when this thread has none left.</summary>
    internal SlabLease TakeLease()
    {
        if (_leaseCount == 0)
        {
            _leaseCount = Owner.SpareLeases.Take(_leases.AsSpan(0, MaxLeases / 2));
            if (_leaseCount == 0)
            {
                return new SlabLease(Owner);
            }
        }

        return _leases[--_leaseCount]!;
    }

    /// <summary>Keeps a lease object for the next rent; threads that only return pass them on to those that only rent.</summary>
    internal void KeepLease(SlabLease lease)
    {
        if (_leaseCount == MaxLeases)
        {
            _leaseCount -= MaxLeases / 2;
            Owner.SpareLeases.Put(_leases.AsSpan(_leaseCount, MaxLeases / 2));
        }

        // Taking leaves the reference where it was, so in the usual last-out-first-in order this spares the collector's write barrier.
        if (_leases[_leaseCount] != lease)
        {
            _leases[_leaseCount] = lease;
        }

        _leaseCount++;
    }
}
