using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>All lease objects of one heap by number. Threads keep numbers of spare ones in their racks and come here in batches only.</summary>
/// <remarks>
/// Numbers, because a rack is native memory and because storing one needs no write barrier. An object that was made stays until the
/// heap goes: as many as were ever rented at once.
/// </remarks>
internal sealed unsafe class LeaseTable(SlabAllocator heap)
{
    private const int Batch = MagazineRack.MaxLeases / 2;

    private readonly SlabAllocator _heap = heap;
    private readonly Lock _lock = new();
    private SlabLease[] _leases = [];
    private int[] _spare = [];
    private int _made;
    private int _spareCount;

    /// <summary>A thread holds a number only after the table that contains it was published, so no lock is needed to look.</summary>
    /// <remarks>Sound without a check of bounds because numbers come from <see cref="Make"/> alone and tables only grow.</remarks>
    internal SlabLease this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_leases), (nint)(uint)number);
    }

    /// <summary>Puts half a rack of spare numbers into an empty rack, making new objects when there are none.</summary>
    internal void Fill(MagazineRack* rack)
    {
        lock (_lock)
        {
            if (_spareCount < Batch)
            {
                Make();
            }

            _spareCount -= Batch;
            _spare.AsSpan(_spareCount, Batch).CopyTo(new Span<int>(rack->Leases, Batch));
            rack->LeaseCount = Batch;
        }
    }

    /// <summary>Takes the upper numbers of a rack, down to <paramref name="kept"/>, for other threads.</summary>
    internal void Drain(MagazineRack* rack, int kept)
    {
        lock (_lock)
        {
            int count = rack->LeaseCount - kept;
            new Span<int>(rack->Leases + kept, count).CopyTo(_spare.AsSpan(_spareCount));
            _spareCount += count;
            rack->LeaseCount = kept;
        }
    }

    private void Make()
    {
        SlabLease[] leases = _leases;
        if (_made + Batch > leases.Length)
        {
            Array.Resize(ref leases, Math.Max(leases.Length * 2, 4 * Batch));
            Array.Resize(ref _spare, leases.Length);
        }

        for (int i = 0; i < Batch; i++)
        {
            leases[_made] = new SlabLease(_heap, _made);
            _spare[_spareCount++] = _made++;
        }

        Volatile.Write(ref _leases, leases);
    }
}
