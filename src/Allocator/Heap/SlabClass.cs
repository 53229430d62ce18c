using System.Numerics;

namespace Helios.Allocator;

/// <summary>The slabs of one slot size. Threads come here in batches only; the lock is per class.</summary>
/// <remarks>
/// The chain holds the slabs with a free slot: partly used ones in front, empty ones at the back, so that empty slabs stay empty.
/// A few empty slabs are kept; one more goes back to the block heap. Lock order: this lock, then the block heap's.
/// </remarks>
internal sealed unsafe class SlabClass(int sizeClass, HeapMetadata metadata, BlockHeap blocks, nint rangeAddress, int keptEmptySlabs)
{
    private readonly int _slotShift = HeapLayout.GranuleShift + sizeClass;
    private readonly HeapMetadata _metadata = metadata;
    private readonly SlabInfo* _slabs = metadata.Slabs;
    private readonly BlockHeap _blocks = blocks;
    private readonly nint _rangeAddress = rangeAddress;
    private readonly int _keptEmptySlabs = keptEmptySlabs;
    private int _first;
    private int _last;
    private int _emptySlabs;

    internal Lock Lock { get; } = new();

    internal int SlotBytes => 1 << _slotShift;

    internal int SlabCount { get; private set; }

    /// <summary>Takes up to <paramref name="wanted"/> slots out of the slabs. Zero only when the cap is reached.</summary>
    internal int Take(long* slots, int wanted)
    {
        lock (Lock)
        {
            int taken = 0;
            while (taken < wanted)
            {
                if (_first == 0 && (taken != 0 || !AddSlab()))
                {
                    break;
                }

                taken += TakeFrom(_first, slots + taken, wanted - taken);
            }

            // Magazines are stacks: reversed, the slots come out in address order.
            new Span<long>(slots, taken).Reverse();
            return taken;
        }
    }

    /// <summary>Puts slots back into their slabs.</summary>
    internal void Return(long* slots, int count)
    {
        lock (Lock)
        {
            for (int i = 0; i < count; i++)
            {
                ReturnOne((nint)slots[i]);
            }
        }
    }

    /// <summary>Gives every empty slab to the block heap. False when there was none.</summary>
    internal bool ReleaseEmptySlabs()
    {
        lock (Lock)
        {
            bool found = false;
            for (int slab = _last; slab != 0;)
            {
                int previous = _slabs[slab].Previous;
                if (_slabs[slab].FreeSlots == _slabs[slab].SlotCount)
                {
                    _emptySlabs--;
                    Unlink(slab);
                    ReleaseSlab(slab);
                    found = true;
                }

                slab = previous;
            }

            return found;
        }
    }

    private int TakeFrom(int slab, long* slots, int wanted)
    {
        SlabInfo* info = _slabs + slab;
        if (info->FreeSlots == info->SlotCount)
        {
            _emptySlabs--;
        }

        nint start = _rangeAddress + ((nint)slab << HeapLayout.SlabShift);
        int taken = 0;
        while (taken < wanted && info->WordsWithFree != 0)
        {
            int word = BitOperations.TrailingZeroCount(info->WordsWithFree);
            ulong bits = info->FreeBits[word];
            while (taken < wanted && bits != 0)
            {
                int slot = (word * 64) + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                slots[taken++] = start + ((nint)slot << _slotShift);
            }

            info->FreeBits[word] = bits;
            if (bits == 0)
            {
                info->WordsWithFree &= ~(1UL << word);
            }
        }

        info->FreeSlots -= taken;
        if (info->FreeSlots == 0)
        {
            Unlink(slab);
        }

        return taken;
    }

    private void ReturnOne(nint address)
    {
        nint offset = address - _rangeAddress;
        int slab = (int)(offset >> HeapLayout.SlabShift);
        SlabInfo* info = _slabs + slab;
        int slot = (int)(offset & (HeapLayout.SlabBytes - 1)) >> _slotShift;
        ulong bit = 1UL << (slot & 63);
        if ((info->FreeBits[slot >> 6] & bit) != 0)
        {
            throw new HeapMisuseException(HeapMisuse.DoubleFree, address, $"two threads freed the {SlotBytes}-byte slot at 0x{address:x} at the same time");
        }

        info->FreeBits[slot >> 6] |= bit;
        info->WordsWithFree |= 1UL << (slot >> 6);
        info->FreeSlots++;
        if (info->FreeSlots == 1)
        {
            LinkFirst(slab);
        }

        if (info->FreeSlots == info->SlotCount)
        {
            Unlink(slab);
            if (_emptySlabs >= _keptEmptySlabs)
            {
                ReleaseSlab(slab);
            }
            else
            {
                _emptySlabs++;
                LinkLast(slab);
            }
        }
    }

    private bool AddSlab()
    {
        nint offset;
        lock (_blocks.Lock)
        {
            uint block = _blocks.Take(HeapLayout.SlabBytes, HeapLayout.SlabBytes, BlockState.Slab);
            if (block == 0)
            {
                return false;
            }

            offset = _blocks.Offset(block);
        }

        int slab = (int)(offset >> HeapLayout.SlabShift);
        SlabInfo* info = _slabs + slab;
        int slots = HeapLayout.SlabBytes >> _slotShift;
        info->SlotCount = slots;
        info->FreeSlots = slots;
        info->ClassPlusOne = _slotShift - HeapLayout.GranuleShift + 1;
        new Span<ulong>(info->FreeBits, slots / 64).Fill(ulong.MaxValue);
        info->WordsWithFree = slots == 4096 ? ulong.MaxValue : (1UL << (slots / 64)) - 1;
        ClearStates(slab);
        SlabCount++;
        _emptySlabs++;
        LinkLast(slab);
        return true;
    }

    private void ReleaseSlab(int slab)
    {
        _slabs[slab] = default;
        ClearStates(slab);
        SlabCount--;
        lock (_blocks.Lock)
        {
            _blocks.Release(_blocks.BlockAt((nint)slab << HeapLayout.SlabShift));
        }
    }

    private void ClearStates(int slab)
        => new Span<byte>(_metadata.States + (slab * (HeapLayout.SlabBytes / HeapLayout.GranuleBytes)), HeapLayout.SlabBytes / HeapLayout.GranuleBytes).Clear();

    private void LinkFirst(int slab)
    {
        _slabs[slab].Previous = 0;
        _slabs[slab].Next = _first;
        if (_first == 0)
        {
            _last = slab;
        }
        else
        {
            _slabs[_first].Previous = slab;
        }

        _first = slab;
    }

    private void LinkLast(int slab)
    {
        _slabs[slab].Next = 0;
        _slabs[slab].Previous = _last;
        if (_last == 0)
        {
            _first = slab;
        }
        else
        {
            _slabs[_last].Next = slab;
        }

        _last = slab;
    }

    private void Unlink(int slab)
    {
        int next = _slabs[slab].Next;
        int previous = _slabs[slab].Previous;
        if (previous == 0)
        {
            _first = next;
        }
        else
        {
            _slabs[previous].Next = next;
        }

        if (next == 0)
        {
            _last = previous;
        }
        else
        {
            _slabs[next].Previous = previous;
        }
    }
}
