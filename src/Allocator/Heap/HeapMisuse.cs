namespace Helios.Allocator;

/// <summary>What was wrong with a pointer that was given back.</summary>
public enum HeapMisuse
{
    /// <summary>It was freed before.</summary>
    DoubleFree,

    /// <summary>It does not come from this heap.</summary>
    Foreign,

    /// <summary>It points into a slot or block, not at its start.</summary>
    Interior,

    /// <summary>It lies in the heap, but nothing was ever handed out there.</summary>
    NeverAllocated,

    /// <summary>Bytes before or behind the buffer were overwritten (checked mode).</summary>
    Overrun,

    /// <summary>The buffer was written after it had been freed (checked mode).</summary>
    WriteAfterFree,
}
