using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>What stands before each record's bytes, in the ring and in a spill file. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordHeader
{
    internal const int Bytes = 24;

    internal long Sequence;
    internal long UnixNanoseconds;
    internal int Length;
    internal byte Origin;
    internal byte Reserved0;
    internal ushort Reserved1;

    /// <summary>Room a record takes in the ring: records start at multiples of eight.</summary>
    internal static long Space(long payloadBytes) => (Bytes + payloadBytes + 7) & ~7L;
}
