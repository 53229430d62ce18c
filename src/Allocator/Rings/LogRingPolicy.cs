namespace Helios.Allocator;

/// <summary>What a full ring does with the next record.</summary>
public enum LogRingPolicy
{
    /// <summary>The oldest records go; readers see a gap with the number of records lost.</summary>
    DropOldest,

    /// <summary>
    /// Records that a holding reader has not passed stay; the writer is told that the ring is full and stops reading its pipe, so
    /// that the kernel holds the producer back. Without a holding reader it is as <see cref="DropOldest"/>: nobody is waiting for them.
    /// </summary>
    Block,

    /// <summary>The oldest records go to a <see cref="ILogSpill"/> first; if that fails they are dropped and counted.</summary>
    Spill,
}
