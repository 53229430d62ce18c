namespace Helios.Allocator;

/// <summary>One stretch of the heap. Regions of a snapshot are in address order, large mappings last.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts in the range; for a large mapping its address.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="SlotBytes">For a slab, its slot size; else 0.</param>
/// <param name="UsedSlots">For a slab, how many slots users hold.</param>
/// <param name="TotalSlots">For a slab, how many it has.</param>
public sealed record HeapRegion(HeapRegionKind Kind, long Offset, long Bytes, int SlotBytes = 0, int UsedSlots = 0, int TotalSlots = 0);
