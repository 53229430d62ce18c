using System.Collections.Immutable;

namespace Helios.Allocator;

/// <summary>A heap at a moment. Every committed byte is active, free or overhead: the three add up to <see cref="CommittedBytes"/>.</summary>
/// <remarks>While other threads allocate, the numbers are each right but of slightly different moments.</remarks>
public sealed record HeapSnapshot
{
    /// <summary>The heap's memfd name, or null when it is private.</summary>
    public string? SharedName { get; init; }

    /// <summary>Whether the heap is in checked mode, in which guards count as active.</summary>
    public bool IsChecked { get; init; }

    /// <summary>The most the heap may hold.</summary>
    public required long CapBytes { get; init; }

    /// <summary>What the heap has taken: the range up to its top, and all large mappings.</summary>
    public required long CommittedBytes { get; init; }

    /// <summary>What users hold, in whole slots, blocks and mappings.</summary>
    public required long ActiveBytes { get; init; }

    /// <summary>What could be handed out without growing.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>The header of the range and the alignment gaps of large mappings.</summary>
    public required long OverheadBytes { get; init; }

    /// <summary>The part of <see cref="FreeBytes"/> that lies in free blocks, where neighbours are joined.</summary>
    public required long FreeBlockBytes { get; init; }

    /// <summary>The longest free block.</summary>
    public required long LargestFreeBytes { get; init; }

    /// <summary>Bytes given back to the kernel since the heap was made.</summary>
    public required long ReturnedBytes { get; init; }

    /// <summary>The slot sizes, smallest first.</summary>
    public required ImmutableArray<SlabClassUsage> Classes { get; init; }

    /// <summary>The heap in address order.</summary>
    public required ImmutableArray<HeapRegion> Regions { get; init; }

    /// <summary>External fragmentation from 0 to 1: the share of free block bytes that is not in the longest free block.</summary>
    public double ExternalFragmentation => FreeBlockBytes == 0 ? 0 : 1 - ((double)LargestFreeBytes / FreeBlockBytes);
}
