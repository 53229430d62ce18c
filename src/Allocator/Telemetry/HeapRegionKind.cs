namespace Helios.Allocator;

/// <summary>What a stretch of the heap is.</summary>
public enum HeapRegionKind
{
    /// <summary>A free block.</summary>
    Free,

    /// <summary>A block in a user's hands.</summary>
    Block,

    /// <summary>A block that a thread keeps for its next request of that size: free, but not joined with its neighbours.</summary>
    Cached,

    /// <summary>A slab.</summary>
    Slab,

    /// <summary>A mapping of its own, outside the range.</summary>
    Large,
}
