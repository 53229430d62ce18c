using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>All magazines of one thread for one heap, in native memory: a thread-static pointer costs half of a thread-static reference.</summary>
internal unsafe struct MagazineRack
{
    internal const int MaxLeases = 64;
    private const int HeaderBytes = 272;

    /// <summary>The heap's own number; never used twice, so a stale rack can only miss.</summary>
    internal long HeapNumber;

    /// <summary>How many spare lease objects this thread keeps.</summary>
    internal int LeaseCount;

    /// <summary>Their numbers in the heap's <see cref="LeaseTable"/>.</summary>
    internal fixed int Leases[MaxLeases];

    private fixed long _magazines[HeapLayout.ClassCount * 64];

    internal static MagazineRack* Create(long heapNumber)
    {
        MagazineRack* rack = (MagazineRack*)NativeMemory.AllocZeroed((nuint)sizeof(MagazineRack));
        rack->HeapNumber = heapNumber;
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Of(rack, sizeClass)->Capacity = Magazine.CapacityOf(sizeClass);
        }

        return rack;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Magazine* Of(MagazineRack* rack, int sizeClass)
        => (Magazine*)((byte*)rack + HeaderBytes + ((nint)sizeClass << 9));

    /// <summary>Makes every fast path fail, because the memory behind the magazines is going away.</summary>
    internal static void Disable(MagazineRack* rack)
    {
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Of(rack, sizeClass)->Count = 0;
            Of(rack, sizeClass)->Capacity = 0;
        }
    }
}
