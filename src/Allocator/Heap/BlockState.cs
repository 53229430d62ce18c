namespace Helios.Allocator;

/// <summary>What a block node stands for.</summary>
internal enum BlockState : uint
{
    /// <summary>Nothing: the node is spare.</summary>
    Spare,

    /// <summary>Free, and its pages hold no memory as far as we know.</summary>
    FreeClean,

    /// <summary>Free, and at least part of it was written since the kernel last took its pages.</summary>
    FreeDirty,

    /// <summary>Taken by a request or waiting in a thread's magazine.</summary>
    Used,

    /// <summary>Taken by a slab.</summary>
    Slab,
}
