namespace Helios.Allocator;

/// <summary>One slot size at a moment.</summary>
/// <param name="SlotBytes">The slot size.</param>
/// <param name="Slabs">Slabs of 64 KiB.</param>
/// <param name="Pages">The same in pages of 4 KiB.</param>
/// <param name="TotalSlots">Slots in those slabs.</param>
/// <param name="UsedSlots">Slots that users hold; the rest lies in slabs and in threads' magazines.</param>
public sealed record SlabClassUsage(int SlotBytes, int Slabs, int Pages, int TotalSlots, int UsedSlots);
