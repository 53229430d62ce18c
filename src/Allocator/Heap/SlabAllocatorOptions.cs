namespace Helios.Allocator;

/// <summary>How a heap is made. The defaults suit a daemon's buffers.</summary>
public sealed record SlabAllocatorOptions
{
    /// <summary>The most a heap may be given: 64 GiB, because places are kept in 32 bits.</summary>
    public const long MaxCapBytes = 1L << 36;

    /// <summary>The most memory the heap may hold, large mappings included; 256 KiB to 64 GiB, rounded up to 64 KiB. Only addresses are reserved in advance.</summary>
    public long CapBytes { get; init; } = 1L << 30;

    /// <summary>
    /// When set, the heap lies in a memfd of this name that other processes can map, and everything in it has an offset that is
    /// the same for all of them. Null is private memory.
    /// </summary>
    public string? SharedName { get; init; }

    /// <summary>Asks the kernel for huge pages where it has them. See madvise(2), MADV_HUGEPAGE.</summary>
    public bool HugePages { get; init; }

    /// <summary>Canaries around every buffer, poison on free, a quarantine. About twenty times slower; finds overruns and late writes.</summary>
    public bool Checked { get; init; }

    /// <summary>Threads keep a few free slots at hand, so that most calls take no lock. Off, every free slot is in its slab at once.</summary>
    public bool ThreadCaches { get; init; } = true;

    /// <summary>A private heap gives requests above this many bytes a mapping of their own. A shared heap keeps them in its range.</summary>
    public long LargeBytes { get; init; } = 256 << 10;

    /// <summary>Freed memory up to this many bytes keeps its pages, so that a heap that breathes does not fault them in again and again.</summary>
    public long RetainBytes { get; init; } = 8 << 20;

    /// <summary>How many empty slabs each class keeps before it gives one back.</summary>
    public int KeptEmptySlabs { get; init; } = 4;

    /// <summary>Checked mode: how many bytes of freed buffers are held back to find late writes.</summary>
    public long QuarantineBytes { get; init; } = 1 << 20;

    internal void Validate()
    {
        Require(CapBytes is >= 256 << 10 and <= MaxCapBytes, nameof(CapBytes), CapBytes, "256 KiB to 64 GiB");
        Require(LargeBytes >= HeapLayout.LargestSlotBytes, nameof(LargeBytes), LargeBytes, "at least 1024");
        Require(RetainBytes >= 0, nameof(RetainBytes), RetainBytes, "not negative");
        Require(KeptEmptySlabs >= 0, nameof(KeptEmptySlabs), KeptEmptySlabs, "not negative");
        Require(QuarantineBytes >= 0, nameof(QuarantineBytes), QuarantineBytes, "not negative");
    }

    private static void Require(bool holds, string name, long value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}");
        }
    }
}
