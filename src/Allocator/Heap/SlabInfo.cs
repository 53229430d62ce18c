namespace Helios.Allocator;

/// <summary>What is known of one slab, kept outside it. Indexed by offset / 64 KiB.</summary>
/// <remarks>Invariant, under the class's lock: FreeSlots is the number of bits set in FreeBits; WordsWithFree has a bit for each non-zero word.</remarks>
internal unsafe struct SlabInfo
{
    internal const int WordCount = HeapLayout.SlabBytes / HeapLayout.GranuleBytes / 64;

    /// <summary>A set bit is a slot that lies in the slab: neither with the user nor in a thread's magazine.</summary>
    internal fixed ulong FreeBits[WordCount];

    internal ulong WordsWithFree;
    internal int FreeSlots;
    internal int SlotCount;

    /// <summary>Class + 1, so that zeroed memory is "no slab".</summary>
    internal int ClassPlusOne;

    /// <summary>Slab indices; 0 ends the list (slab 0 holds the header page and is never used).</summary>
    internal int Next;
    internal int Previous;
}
