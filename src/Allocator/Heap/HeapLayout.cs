using System.Numerics;
using System.Runtime.CompilerServices;

namespace Helios.Allocator;

/// <summary>The words and numbers of the heap's layout.</summary>
/// <remarks>
/// <code>
/// range   the reserved addresses of one heap, cap bytes long; committed from the bottom up to the top
/// granule 16 bytes: every address handed out is a multiple of it
/// slab    64 KiB of the range, at a multiple of 64 KiB in it, cut into slots of one size class
/// slot    what a small request gets: 16, 32 ... 1024 bytes, aligned to its own size
/// block   what a bigger request gets: best fit, 16-byte granularity, at least MinBlockBytes long
/// large   a request above the limit in the options: a mapping of its own, outside the range
/// class   0-6 are slot sizes; 7-10 are the block sizes 2048, 4096, 8192 and 16384 that threads keep at hand
/// state   one byte for each granule, outside the range: what starts there and whether the user holds it
/// </code>
/// One slab of the range is described by exactly one page of state bytes.
/// </remarks>
internal static class HeapLayout
{
    internal const int GranuleShift = 4;
    internal const int GranuleBytes = 1 << GranuleShift;

    internal const int SlabShift = 16;
    internal const int SlabBytes = 1 << SlabShift;

    internal const int SlabClassCount = 7;
    internal const int ClassCount = 11;
    internal const int LargestSlotBytes = 1024;
    internal const int LargestClassBytes = 16384;

    /// <summary>No block is shorter, so at most one block starts in each KiB of the range.</summary>
    internal const int MinBlockBytes = 1024;
    internal const int StartMapShift = 10;

    /// <summary>The start of the range is never handed out: offset 0 means "none", and a shared heap keeps its header there.</summary>
    internal const int HeaderBytes = SlabBytes;

    // State bytes. The low four bits name the class; UnclassedBlock is a block of any other size.
    internal const byte InUse = 0x80;
    internal const byte Freed = 0x40;
    internal const byte ClassMask = 0x0F;
    internal const byte UnclassedBlock = 0x0F;

    /// <summary>The class whose slots or blocks hold a size of 1 to 16384, given as size - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ClassOfLast(uint sizeMinusOne) => 28 - BitOperations.LeadingZeroCount(sizeMinusOne | 15);

    /// <summary>The slot or block size of a class.</summary>
    internal static int BytesOf(int sizeClass) => GranuleBytes << sizeClass;

    /// <summary>The block class of a size above 1024; -1 when threads do not keep that size.</summary>
    internal static int BlockClassOf(nint bytes)
        => bytes is 2048 or 4096 or 8192 or 16384 ? BitOperations.Log2((uint)bytes) - GranuleShift : -1;

    internal static nint RoundUp(nint bytes, nint multiple) => checked(bytes + multiple - 1) & ~(multiple - 1);
}
