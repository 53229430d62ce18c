using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Allocator;

/// <content>Taking a snapshot: one walk over the blocks, and the state bytes of each slab.</content>
public sealed unsafe partial class SlabAllocator
{
    private const int PageBytes = 4096;

    /// <summary>What the heap looks like now. Holds the block lock for a walk over all blocks: not for hot paths.</summary>
    public HeapSnapshot Snapshot()
    {
        ThrowIfDisposed();
        Tally tally = new();
        ImmutableArray<HeapRegion>.Builder regions = ImmutableArray.CreateBuilder<HeapRegion>();
        long top;
        long largestFree;
        long freeBlockBytes;
        long returned;
        lock (_blocks.Lock)
        {
            for (uint block = _blocks.FirstBlock; block != 0; block = _blocks.Node(block)->NextPhysical)
            {
                regions.Add(Describe(block, tally));
            }

            top = _blocks.TopBytes;
            largestFree = _blocks.LargestFreeBytes;
            freeBlockBytes = _blocks.FreeBytes;
            returned = _blocks.ReturnedBytes;
        }

        long mapped = AddLarge(regions, tally);
        return new HeapSnapshot
        {
            SharedName = Options.SharedName,
            IsChecked = Options.Checked,
            CapBytes = Options.CapBytes,
            CommittedBytes = top + mapped,
            ActiveBytes = tally.ActiveBytes,
            FreeBytes = top + mapped - tally.ActiveBytes - tally.OverheadBytes,
            OverheadBytes = tally.OverheadBytes,
            FreeBlockBytes = freeBlockBytes,
            LargestFreeBytes = largestFree,
            ReturnedBytes = returned,
            Classes = tally.Classes(),
            Regions = regions.DrainToImmutable(),
        };
    }

    private HeapRegion Describe(uint block, Tally tally)
    {
        nint offset = _blocks.Offset(block);
        long bytes = BlockHeap.Bytes(_blocks.Node(block)->Size);
        switch (_blocks.Node(block)->State)
        {
            case BlockState.Slab:
                // Class 0 for a slab that another thread is just adding: it is counted the next time.
                int slotClass = Math.Max(0, _metadata.Slabs[offset >> HeapLayout.SlabShift].ClassPlusOne - 1);
                int slotBytes = HeapLayout.BytesOf(slotClass);
                int total = HeapLayout.SlabBytes / slotBytes;
                int used = CountInUse(offset);
                tally.AddSlab(slotClass, total, used);
                return new HeapRegion(HeapRegionKind.Slab, offset, bytes, slotBytes, used, total);
            case BlockState.Used:
                bool inUse = _states[offset >> HeapLayout.GranuleShift] >= HeapLayout.InUse;
                tally.ActiveBytes += inUse ? bytes : 0;
                return new HeapRegion(inUse ? HeapRegionKind.Block : HeapRegionKind.Cached, offset, bytes);
            default:
                return new HeapRegion(HeapRegionKind.Free, offset, bytes);
        }
    }

    private int CountInUse(nint slabOffset)
    {
        int used = 0;
        foreach (byte state in new ReadOnlySpan<byte>(_states + (slabOffset >> HeapLayout.GranuleShift), HeapLayout.SlabBytes / HeapLayout.GranuleBytes))
        {
            used += state >> 7;
        }

        return used;
    }

    private long AddLarge(ImmutableArray<HeapRegion>.Builder regions, Tally tally)
    {
        lock (_large.Lock)
        {
            foreach ((nint address, Mapping mapping) in _large.All.OrderBy(entry => entry.Key))
            {
                long usable = mapping.Address + mapping.Length - address;
                tally.ActiveBytes += usable;
                tally.OverheadBytes += mapping.Length - usable;
                regions.Add(new HeapRegion(HeapRegionKind.Large, address, usable));
            }

            return _large.MappedBytes;
        }
    }

    /// <summary>What the walk adds up.</summary>
    private sealed class Tally
    {
        private readonly int[] _slabs = new int[HeapLayout.SlabClassCount];
        private readonly int[] _total = new int[HeapLayout.SlabClassCount];
        private readonly int[] _used = new int[HeapLayout.SlabClassCount];

        internal long ActiveBytes { get; set; }

        internal long OverheadBytes { get; set; } = HeapLayout.HeaderBytes;

        internal void AddSlab(int slotClass, int total, int used)
        {
            _slabs[slotClass]++;
            _total[slotClass] += total;
            _used[slotClass] += used;
            ActiveBytes += (long)used * HeapLayout.BytesOf(slotClass);
        }

        internal ImmutableArray<SlabClassUsage> Classes()
            => [.. Enumerable.Range(0, HeapLayout.SlabClassCount).Select(c => new SlabClassUsage(
                HeapLayout.BytesOf(c), _slabs[c], _slabs[c] * (HeapLayout.SlabBytes / PageBytes), _total[c], _used[c]))];
    }
}
