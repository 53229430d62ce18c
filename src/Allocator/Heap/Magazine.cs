namespace Helios.Allocator;

/// <summary>One thread's stack of free slots or blocks of one class. Only its thread touches it. 512 bytes, so that finding one is a shift.</summary>
internal unsafe struct Magazine
{
    internal const int MaxSlots = 63;

    internal int Count;

    /// <summary>How many it may hold; 0 once the heap is gone, which sends every call to the slow path.</summary>
    internal int Capacity;

    /// <summary>Addresses; the last one is handed out next.</summary>
    internal fixed long Slots[MaxSlots];

    /// <summary>A thread keeps at most 128 KB of slots and 240 KB of blocks.</summary>
    internal static int CapacityOf(int sizeClass) => sizeClass < HeapLayout.SlabClassCount ? MaxSlots : 8;
}
