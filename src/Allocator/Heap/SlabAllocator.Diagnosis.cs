using Helios.Linux;

namespace Helios.Allocator;

/// <content>What can be said of an address that should not have been given to us.</content>
public sealed unsafe partial class SlabAllocator
{
    /// <summary>Works out what a wrong pointer points at. Never fails itself.</summary>
    internal HeapMisuseException Misused(nint address)
    {
        nint offset = address - _base;
        if ((nuint)offset >= _rangeBytes)
        {
            return MisusedOutside(address);
        }

        lock (_blocks.Lock)
        {
            uint block = offset < _blocks.TopBytes ? _blocks.BlockAround(offset) : 0;
            if (block == 0)
            {
                return new HeapMisuseException(HeapMisuse.NeverAllocated, address, $"0x{address:x} lies in the heap's range, but nothing was ever allocated there");
            }

            return _blocks.Node(block)->State == BlockState.Slab ? MisusedInSlab(address, offset) : MisusedInBlock(address, offset, block);
        }
    }

    private HeapMisuseException MisusedInSlab(nint address, nint offset)
    {
        SlabInfo* slab = _metadata.Slabs + (offset >> HeapLayout.SlabShift);
        int bytes = HeapLayout.BytesOf(slab->ClassPlusOne - 1);
        nint start = offset & ~(nint)(bytes - 1);
        int state = _states[start >> HeapLayout.GranuleShift];
        string what = state >= HeapLayout.InUse ? "in use" : state >= HeapLayout.Freed ? "freed already" : "never handed out";
        if (start != offset)
        {
            return new HeapMisuseException(HeapMisuse.Interior, address, $"0x{address:x} points {offset - start} bytes into a slot of {bytes} bytes at 0x{_base + start:x} that is {what}");
        }

        HeapMisuse misuse = state >= HeapLayout.Freed ? HeapMisuse.DoubleFree : HeapMisuse.NeverAllocated;
        return new HeapMisuseException(misuse, address, $"the slot of {bytes} bytes at 0x{address:x} is {what}");
    }

    private HeapMisuseException MisusedInBlock(nint address, nint offset, uint block)
    {
        nint start = _blocks.Offset(block);
        nint bytes = BlockHeap.Bytes(_blocks.Node(block)->Size);
        int state = _states[offset >> HeapLayout.GranuleShift];
        bool inUse = !_blocks.IsFree(block) && _states[start >> HeapLayout.GranuleShift] >= HeapLayout.InUse;
        if (inUse)
        {
            return new HeapMisuseException(HeapMisuse.Interior, address, $"0x{address:x} points {offset - start} bytes into a block of {bytes} bytes at 0x{_base + start:x} that is in use");
        }

        // Free neighbours are joined, so a block that was freed may now lie inside a longer free one: its state byte remembers it.
        return (offset & (HeapLayout.GranuleBytes - 1)) == 0 && state >= HeapLayout.Freed
            ? new HeapMisuseException(HeapMisuse.DoubleFree, address, $"the block at 0x{address:x} is freed already")
            : new HeapMisuseException(HeapMisuse.Interior, address, $"0x{address:x} points {offset - start} bytes into a free block of {bytes} bytes at 0x{_base + start:x}");
    }

    private HeapMisuseException MisusedOutside(nint address)
    {
        lock (_large.Lock)
        {
            if (_large.Around(address) is { } entry)
            {
                Mapping mapping = entry.Value;
                return new HeapMisuseException(HeapMisuse.Interior, address, $"0x{address:x} points {address - entry.Key} bytes into a large buffer of {mapping.Length} bytes at 0x{entry.Key:x}");
            }
        }

        return new HeapMisuseException(HeapMisuse.Foreign, address, $"0x{address:x} does not come from this heap (0x{_base:x} to 0x{_base + (nint)_rangeBytes:x}), or was a large buffer that is freed already");
    }
}
