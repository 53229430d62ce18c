using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>All magazines of one thread for one heap, in native memory: a thread-static pointer costs half of a thread-static reference.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MagazineRack
{
    internal const int MaxLeases = 64;
    private const int MagazineBytes = 512;
    private const int LeaseStackBytes = 128;

    /// <summary>The heap's own number; never used twice, so a stale rack can only miss.</summary>
    internal long HeapNumber;

    /// <summary>How many spare lease objects without a buffer this thread keeps.</summary>
    internal int LeaseCount;

    /// <summary>Their numbers in the heap's <see cref="LeaseTable"/>.</summary>
    internal fixed int Leases[MaxLeases];

    private readonly int _padding;

    // One more than there are classes: that of buffers without a class never holds any, so nobody has to ask.
    private fixed byte _leaseStacks[(HeapLayout.ClassCount + 1) * LeaseStackBytes];

    private fixed byte _magazines[HeapLayout.ClassCount * MagazineBytes];

    internal static MagazineRack* Create(long heapNumber)
    {
        MagazineRack* rack = (MagazineRack*)NativeMemory.AllocZeroed((nuint)sizeof(MagazineRack));
        rack->HeapNumber = heapNumber;
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Of(rack, sizeClass)->Capacity = Magazine.CapacityOf(sizeClass);
            LeasesOf(rack, sizeClass)->Capacity = LeaseStack.CapacityOf(sizeClass);
        }

        return rack;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Magazine* Of(MagazineRack* rack, int sizeClass) => (Magazine*)(rack->_magazines + ((nint)sizeClass * MagazineBytes));

    /// <summary>The lease objects of a class that have kept their buffers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static LeaseStack* LeasesOf(MagazineRack* rack, int sizeClass) => (LeaseStack*)(rack->_leaseStacks + ((nint)sizeClass * LeaseStackBytes));

    /// <summary>Makes every fast path fail, because the memory behind the magazines is going away.</summary>
    internal static void Disable(MagazineRack* rack)
    {
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Of(rack, sizeClass)->Count = 0;
            Of(rack, sizeClass)->Capacity = 0;
            LeasesOf(rack, sizeClass)->Count = 0;
            LeasesOf(rack, sizeClass)->Capacity = 0;
        }
    }
}
