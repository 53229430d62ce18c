namespace Helios.Allocator;

/// <summary>One thread's stack of returned leases of one class, each with its buffer still bound. Only its thread touches it. 128 bytes.</summary>
/// <remarks>So a buffer that is rented again and again costs one pop and one push, not one of an object and one of a slot.</remarks>
internal unsafe struct LeaseStack
{
    internal const int MaxLeases = 30;

    internal int Count;

    /// <summary>How many it may hold; 0 once the heap is gone, which sends every call to the slow path.</summary>
    internal int Capacity;

    /// <summary>Numbers in the heap's <see cref="LeaseTable"/>; the last one is handed out next.</summary>
    internal fixed int Numbers[MaxLeases];

    /// <summary>A thread binds at most 60 KB of slots and 240 KB of blocks.</summary>
    internal static int CapacityOf(int sizeClass) => sizeClass < HeapLayout.SlabClassCount ? MaxLeases : 8;
}
