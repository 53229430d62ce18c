using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>The first page of a ring's memfd. The writer alone writes it; what it changes often has a cache line of its own.</summary>
/// <remarks>
/// <para>Positions count bytes since the ring was made and never wrap; a position's place is position mod RingBytes. Records fill
/// [Head, Tail) without holes.</para>
/// <para>Two orders make every state in which the writer may be killed a sound one. A record is written completely, then Tail moves
/// over it: readers never look beyond Tail. Before old records are overwritten, Head moves past them: a reader copies a record
/// and then looks at Head again; if Head passed it meanwhile, the copy is thrown away.</para>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = PageBytes)]
internal struct RingHeader
{
    internal const int PageBytes = 4096;

    /// <summary>"HELILOGS" in memory order, little-endian.</summary>
    internal const ulong ExpectedMagic = 0x53474F4C494C4548;
    internal const uint ExpectedVersion = 1;

    [FieldOffset(0)]
    internal ulong Magic;

    [FieldOffset(8)]
    internal uint Version;

    [FieldOffset(16)]
    internal long RingBytes;

    /// <summary>End of the newest whole record.</summary>
    [FieldOffset(64)]
    internal long Tail;

    /// <summary>The number the next record will get, at least.</summary>
    [FieldOffset(72)]
    internal long NextSequence;

    /// <summary>Start of the oldest record that is still there.</summary>
    [FieldOffset(128)]
    internal long Head;

    [FieldOffset(136)]
    internal long DroppedRecords;

    [FieldOffset(144)]
    internal long DroppedBytes;

    [FieldOffset(152)]
    internal long SpilledRecords;

    /// <summary>Changes with every commit; readers sleep on it. See futex(2).</summary>
    [FieldOffset(192)]
    internal uint WakeWord;

    /// <summary>Not zero once no more records will come.</summary>
    [FieldOffset(196)]
    internal uint Closed;
}
