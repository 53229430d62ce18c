using Helios.Linux;

namespace Helios.Allocator;

/// <content>What happens when a magazine is empty or full, and everything that is not a slot.</content>
public sealed unsafe partial class SlabAllocator
{
    // Looking through the caches costs their number, so it waits until there are twice as many as were left the last time.
    private const int LeastCachesToReclaim = 8;

    /// <summary>Allocates below the checks: what checked mode itself builds on.</summary>
    internal nint TryAllocateRaw(nint bytes, nint alignment)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        bytes = Math.Max(bytes, 1);
        nint address = TryTake(bytes, alignment);
        return address == 0 && ReclaimForWant() ? TryTake(bytes, alignment) : address;
    }

    /// <summary>What threads that have ended and empty slabs of other classes keep, given back before the heap says that it is full.</summary>
    private bool ReclaimForWant()
    {
        bool found = ReclaimAbandoned();
        foreach (SlabClass slabClass in _classes)
        {
            found |= slabClass.ReleaseEmptySlabs();
        }

        return found;
    }

    private nint TryTake(nint bytes, nint alignment)
    {

        // A slot is aligned to its own size, so a bigger slot is all that a small alignment needs.
        if (Math.Max(bytes, alignment) <= HeapLayout.LargestSlotBytes)
        {
            uint last = (uint)Math.Max(bytes, alignment) - 1;
            return TakeSlot(HeapLayout.ClassOfLast(last));
        }

        if (IsLarge(bytes))
        {
            return TakeLarge(bytes, alignment);
        }

        int blockClass = alignment == HeapLayout.GranuleBytes ? HeapLayout.BlockClassOf(bytes) : -1;
        return blockClass >= 0 && _cachesEnabled ? TakeSlot(blockClass) : TakeBlock(bytes, alignment);
    }

    /// <summary>Frees below the checks.</summary>
    internal void FreeRaw(nint address)
    {
        ThrowIfDisposed();
        nuint offset = (nuint)(address - _base);
        if (offset >= _rangeBytes)
        {
            FreeLarge(address);
            return;
        }

        byte* state = _states + (offset >> HeapLayout.GranuleShift);
        if ((offset & (HeapLayout.GranuleBytes - 1)) != 0 || *state < HeapLayout.InUse)
        {
            throw Misused(address);
        }

        int sizeClass = *state & HeapLayout.ClassMask;
        if (sizeClass == HeapLayout.UnclassedBlock)
        {
            FreeBlock(address, (nint)offset);
            return;
        }

        *state = (byte)(sizeClass | HeapLayout.Freed);
        if (!_cachesEnabled)
        {
            long slot = address;
            ReturnToCentre(sizeClass, &slot, 1);
            return;
        }

        Magazine* magazine = MagazineRack.Of(OwnCache().Rack, sizeClass);
        if (magazine->Count == magazine->Capacity)
        {
            FlushOldest(sizeClass, magazine);
        }

        magazine->Slots[magazine->Count++] = address;
    }

    internal nint SizeOfRaw(nint address)
    {
        ThrowIfDisposed();
        nint offset = address - _base;
        if ((nuint)offset < _rangeBytes)
        {
            int state = (offset & (HeapLayout.GranuleBytes - 1)) == 0 ? _states[offset >> HeapLayout.GranuleShift] : 0;
            if (state < HeapLayout.InUse)
            {
                throw Misused(address);
            }

            int sizeClass = state & HeapLayout.ClassMask;
            if (sizeClass < HeapLayout.SlabClassCount)
            {
                return HeapLayout.BytesOf(sizeClass);
            }

            lock (_blocks.Lock)
            {
                return BlockHeap.Bytes(_blocks.Node(_blocks.BlockAt(offset))->Size);
            }
        }

        lock (_large.Lock)
        {
            return _large.Find(address) is { } mapping ? mapping.Address + mapping.Length - address : throw Misused(address);
        }
    }

    /// <summary>Takes over what threads that have ended had in their magazines. False when there was none.</summary>
    private bool ReclaimAbandoned()
    {
        lock (_cachesLock)
        {
            if (_rangeBytes == 0)
            {
                return false;
            }

            int before = _caches.Count;
            _caches.RemoveAll(cache =>
            {
                if (!cache.IsAbandoned)
                {
                    return false;
                }

                Flush(cache);
                _leases.Drain(cache.Rack, 0);
                cache.Dispose();
                return true;
            });
            _reclaimAt = Math.Max(LeastCachesToReclaim, 2 * _caches.Count);
            return _caches.Count < before;
        }
    }

    private nint AllocateSlow(nint bytes)
    {
        if (bytes > HeapLayout.LargestSlotBytes && t_rack is not null && t_rack->HeapNumber == _number && HeapLayout.BlockClassOf(bytes) is >= 0 and int blockClass)
        {
            nint cached = TakeCached(t_rack, blockClass);
            if (cached != 0)
            {
                return cached;
            }
        }

        nint address = TryAllocate(bytes);
        if (address == 0)
        {
            ThrowExhausted(bytes);
        }

        return address;
    }

    private void FreeSlow(nint address)
    {
        if (address == 0)
        {
            return;
        }

        if (_checks is not null)
        {
            _checks.Free(address);
            return;
        }

        FreeRaw(address);
    }

    private nint TakeSlot(int sizeClass)
    {
        ThrowIfDisposed();
        if (!_cachesEnabled)
        {
            long slot;
            if (_classes[sizeClass].Take(&slot, 1) == 0)
            {
                return 0;
            }

            _states[((nint)slot - _base) >> HeapLayout.GranuleShift] = (byte)(sizeClass | HeapLayout.InUse);
            return (nint)slot;
        }

        MagazineRack* rack = OwnCache().Rack;
        Magazine* magazine = MagazineRack.Of(rack, sizeClass);
        if (magazine->Count == 0)
        {
            int wanted = Math.Max(1, magazine->Capacity / 2);
            magazine->Count = sizeClass < HeapLayout.SlabClassCount
                ? _classes[sizeClass].Take(magazine->Slots, wanted)
                : TakeBlocks(sizeClass, magazine->Slots, wanted);
        }

        return TakeCached(rack, sizeClass);
    }

    private int TakeBlocks(int sizeClass, long* addresses, int wanted)
    {
        lock (_blocks.Lock)
        {
            int taken = 0;
            while (taken < wanted)
            {
                uint block = _blocks.Take(HeapLayout.BytesOf(sizeClass), HeapLayout.GranuleBytes, BlockState.Used);
                if (block == 0)
                {
                    break;
                }

                nint offset = _blocks.Offset(block);
                _states[offset >> HeapLayout.GranuleShift] = (byte)(sizeClass | HeapLayout.Freed);
                addresses[taken++] = _base + offset;
            }

            return taken;
        }
    }

    private nint TakeBlock(nint bytes, nint alignment)
    {
        if (bytes > (nint)_rangeBytes || alignment > (nint)_rangeBytes)
        {
            return 0;
        }

        nint size = Math.Max(HeapLayout.RoundUp(bytes, HeapLayout.GranuleBytes), HeapLayout.MinBlockBytes);
        lock (_blocks.Lock)
        {
            uint block = _blocks.Take(size, alignment, BlockState.Used);
            if (block == 0)
            {
                return 0;
            }

            nint offset = _blocks.Offset(block);
            _states[offset >> HeapLayout.GranuleShift] = HeapLayout.InUse | HeapLayout.UnclassedBlock;
            return _base + offset;
        }
    }

    private void FreeBlock(nint address, nint offset)
    {
        lock (_blocks.Lock)
        {
            byte* state = _states + (offset >> HeapLayout.GranuleShift);
            if (*state < HeapLayout.InUse)
            {
                throw Misused(address);
            }

            *state = HeapLayout.Freed | HeapLayout.UnclassedBlock;
            _blocks.Release(_blocks.BlockAt(offset));
        }
    }

    private nint TakeLarge(nint bytes, nint alignment)
    {
        // Mappings are page aligned; more is reached by mapping more and using the aligned part.
        nint extra = alignment > Mapping.PageBytes ? alignment : 0;
        if (bytes > (nint)Options.CapBytes || extra > (nint)Options.CapBytes)
        {
            return 0;
        }

        nint length = HeapLayout.RoundUp(bytes + extra, Mapping.PageBytes);
        if (!TryReserve(length))
        {
            return 0;
        }

        Mapping mapping;
        try
        {
            mapping = Mapping.Anonymous(length, MappingAccess.ReadWrite);
        }
        catch (SyscallException refused) when (refused.Errno == Errno.ENOMEM)
        {
            Unreserve(length);
            return 0;
        }

        if (Options.HugePages)
        {
            mapping.PreferHugePages();
        }

        nint address = HeapLayout.RoundUp(mapping.Address, Math.Max(alignment, 1));
        lock (_large.Lock)
        {
            _large.Add(address, mapping);
        }

        return address;
    }

    private void FreeLarge(nint address)
    {
        Mapping? mapping;
        lock (_large.Lock)
        {
            mapping = _large.Remove(address);
        }

        if (mapping is null)
        {
            throw Misused(address);
        }

        nint length = mapping.Length;
        mapping.Dispose();
        Unreserve(length);
    }

    /// <summary>Counts a large mapping against the cap.</summary>
    private bool TryReserve(nint length)
    {
        lock (_blocks.Lock)
        {
            if (_blocks.CapBytes - _blocks.TopBytes < length)
            {
                return false;
            }

            _blocks.CapBytes -= length;
            return true;
        }
    }

    private void Unreserve(nint length)
    {
        lock (_blocks.Lock)
        {
            _blocks.CapBytes += length;
        }
    }

    private bool ResizeInPlace(nint address, nint bytes, out nint usable, out nint resized)
    {
        usable = SizeOfRaw(address);
        resized = address;
        nint offset = address - _base;
        if ((nuint)offset >= _rangeBytes)
        {
            return ResizeLarge(address, bytes, out resized);
        }

        int sizeClass = _states[offset >> HeapLayout.GranuleShift] & HeapLayout.ClassMask;
        if (sizeClass < HeapLayout.SlabClassCount)
        {
            // A shrink moves only when it frees at least three quarters of the slot.
            return bytes <= usable && (bytes > usable / 4 || usable == HeapLayout.GranuleBytes);
        }

        if (bytes <= HeapLayout.LargestSlotBytes || IsLarge(bytes) || bytes > (nint)_rangeBytes)
        {
            return false;
        }

        lock (_blocks.Lock)
        {
            nint size = HeapLayout.RoundUp(bytes, HeapLayout.GranuleBytes);
            if (!_blocks.TryResize(_blocks.BlockAt(offset), size))
            {
                return false;
            }

            _states[offset >> HeapLayout.GranuleShift] = HeapLayout.InUse | HeapLayout.UnclassedBlock;
            return true;
        }
    }

    /// <summary>A large buffer that stays large is resized by moving page table entries, not bytes.</summary>
    private bool ResizeLarge(nint address, nint bytes, out nint resized)
    {
        resized = address;
        if (!IsLarge(bytes) || bytes > (nint)Options.CapBytes)
        {
            return false;
        }

        lock (_large.Lock)
        {
            Mapping mapping = _large.Find(address) ?? throw Misused(address);
            if (mapping.Address != address)
            {
                return bytes <= mapping.Address + mapping.Length - address;
            }

            nint length = HeapLayout.RoundUp(bytes, Mapping.PageBytes);
            nint more = length - mapping.Length;
            if (more == 0)
            {
                return true;
            }

            if (more > 0 && !TryReserve(more))
            {
                return false;
            }

            _large.Remove(address);
            bool done = mapping.TryResize(length);
            resized = mapping.Address;
            _large.Add(resized, mapping);
            if (more < 0 && done)
            {
                Unreserve(-more);
            }
            else if (more > 0 && !done)
            {
                Unreserve(more);
            }

            return done;
        }
    }

    /// <summary>The calling thread's cache of this heap, brought to the front of the thread's chain.</summary>
    private ThreadCache OwnCache()
    {
        ThreadCache? first = t_cache;
        if (first is not null && first.Owner == this)
        {
            return first;
        }

        ThreadCache? found = null;
        ThreadCache? kept = null;
        for (ThreadCache? cache = first; cache is not null;)
        {
            ThreadCache? next = cache.Next;
            if (cache.Owner == this)
            {
                found = cache;
            }
            else if (cache.Owner._rangeBytes != 0)
            {
                cache.Next = kept;
                kept = cache;
            }

            cache = next;
        }

        if (found is null)
        {
            found = new ThreadCache(this, _number);
            lock (_cachesLock)
            {
                if (_caches.Count >= _reclaimAt)
                {
                    ReclaimAbandoned();
                }

                _caches.Add(found);
            }
        }

        found.Next = kept;
        t_cache = found;
        t_rack = found.Rack;
        return found;
    }

    private void FlushOwnCache()
    {
        if (_cachesEnabled)
        {
            Flush(OwnCache());
        }
    }

    private void Flush(ThreadCache cache)
    {
        FlushLeases(cache.Rack);
        for (int sizeClass = 0; sizeClass < HeapLayout.ClassCount; sizeClass++)
        {
            Magazine* magazine = MagazineRack.Of(cache.Rack, sizeClass);
            int count = magazine->Count;
            magazine->Count = 0;
            ReturnToCentre(sizeClass, magazine->Slots, count);
        }
    }

    /// <summary>Gives the half that was freed longest ago back, so that what is hot in the processor's cache stays.</summary>
    private void FlushOldest(int sizeClass, Magazine* magazine)
    {
        int batch = (magazine->Count + 1) / 2;
        int kept = magazine->Count - batch;
        long* returned = stackalloc long[Magazine.MaxSlots];
        new Span<long>(magazine->Slots, batch).CopyTo(new Span<long>(returned, batch));
        new Span<long>(magazine->Slots + batch, kept).CopyTo(new Span<long>(magazine->Slots, kept));
        magazine->Count = kept;
        ReturnToCentre(sizeClass, returned, batch);
    }

    private void ReturnToCentre(int sizeClass, long* addresses, int count)
    {
        if (count == 0)
        {
            return;
        }

        if (sizeClass < HeapLayout.SlabClassCount)
        {
            _classes[sizeClass].Return(addresses, count);
            return;
        }

        lock (_blocks.Lock)
        {
            for (int i = 0; i < count; i++)
            {
                _blocks.Release(_blocks.BlockAt((nint)addresses[i] - _base));
            }
        }
    }
}
