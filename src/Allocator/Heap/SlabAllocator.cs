using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>A heap over mapped pages: slabs for small requests, best fit for bigger ones, mappings for large ones.</summary>
/// <remarks>
/// <para>The scheme follows from two rules. User memory holds no metadata, so a stray write cannot mislead the heap, and free never
/// reads it. The common path takes no lock and no atomic instruction: each thread has a magazine of free slots for each class, and
/// one state byte for each granule says whether the user holds what starts there. Free is thus: range, alignment, state, push.</para>
/// <para>Thread-safe. A thread may free what another one allocated. Disposing unmaps everything; no other thread may be inside then.</para>
/// <para>A double free is always caught when one free happens before the other. Two threads that free the same slot at the very same
/// moment are caught later, when the slot would be handed out twice or comes back to its slab twice.</para>
/// <para>Lock order: a class or the large mappings first, then the blocks. See <see cref="HeapLayout"/> for the words.</para>
/// </remarks>
public sealed unsafe partial class SlabAllocator : IDisposable
{
    private static long s_heapsMade;

    // The rack belongs to the cache, which keeps it alive; both always are of the same heap.
    [ThreadStatic]
    private static MagazineRack* t_rack;

    [ThreadStatic]
    private static ThreadCache? t_cache;

    private readonly long _number = Interlocked.Increment(ref s_heapsMade);
    private readonly nint _base;
    private readonly byte* _states;
    private readonly Mapping _range;
    private readonly HeapMetadata _metadata;
    private readonly BlockHeap _blocks;
    private readonly SlabClass[] _classes;
    private readonly LargeMappings _large = new();
    private readonly HeapChecks? _checks;
    private readonly bool _cachesEnabled;
    private readonly LeaseTable _leases;
    private readonly Lock _cachesLock = new();
    private readonly List<ThreadCache> _caches = [];
    private int _reclaimAt = LeastCachesToReclaim;

    // Zero once disposed, so that the fast path of Free fails and the slow one can say why.
    private nuint _rangeBytes;

    /// <summary>Makes an empty heap.</summary>
    /// <param name="options">Null is the defaults.</param>
    /// <exception cref="SyscallException">The address space or the memfd is refused.</exception>
    public SlabAllocator(SlabAllocatorOptions? options = null)
    {
        Options = options ?? new SlabAllocatorOptions();
        Options.Validate();
        nint cap = HeapLayout.RoundUp((nint)Options.CapBytes, HeapLayout.SlabBytes);
        if (Options.SharedName is { } name)
        {
            File = MemoryFile.Create(name, cap);
            _range = Mapping.Of(File, 0, cap, MappingAccess.None);
        }
        else
        {
            _range = Mapping.Anonymous(cap, MappingAccess.None);
        }

        if (Options.HugePages)
        {
            _range.PreferHugePages();
        }

        _base = _range.Address;
        _rangeBytes = (nuint)cap;
        _metadata = new HeapMetadata(cap);
        _states = _metadata.States;
        _blocks = new BlockHeap(_metadata, _range, (nint)Options.RetainBytes);
        _classes = new SlabClass[HeapLayout.SlabClassCount];
        for (int sizeClass = 0; sizeClass < _classes.Length; sizeClass++)
        {
            _classes[sizeClass] = new SlabClass(sizeClass, _metadata, _blocks, _base, Options.KeptEmptySlabs);
        }

        _checks = Options.Checked ? new HeapChecks(this, Options.QuarantineBytes) : null;
        _cachesEnabled = Options.ThreadCaches && !Options.Checked;
        _leases = new LeaseTable(this);
        if (File is not null)
        {
            SharedHeapHeader.Write(_range, cap);
        }
    }

    /// <summary>How it was made.</summary>
    public SlabAllocatorOptions Options { get; }

    /// <summary>The memfd of a shared heap, to be handed to other processes; null for a private one.</summary>
    public MemoryFile? File { get; }

    /// <summary>Hands out at least <paramref name="bytes"/> bytes, 16-byte aligned (a slot is aligned to its size), contents undefined.</summary>
    /// <param name="bytes">Zero counts as one.</param>
    /// <exception cref="HeapExhaustedException">The cap does not allow it.</exception>
    public nint Allocate(nint bytes)
    {
        MagazineRack* rack = t_rack;
        nuint last = (nuint)bytes - 1;
        if (last < HeapLayout.LargestSlotBytes && rack is not null && rack->HeapNumber == _number)
        {
            nint address = TakeCached(rack, HeapLayout.ClassOfLast((uint)last));
            if (address != 0)
            {
                return address;
            }
        }

        return AllocateSlow(bytes);
    }

    /// <summary>As <see cref="Allocate"/>, with every byte zero.</summary>
    /// <exception cref="HeapExhaustedException">The cap does not allow it.</exception>
    public nint AllocateZeroed(nint bytes)
    {
        nint address = Allocate(bytes);
        if (!IsFreshMapping(bytes))
        {
            NativeMemory.Clear((void*)address, (nuint)Math.Max(bytes, 1));
        }

        return address;
    }

    /// <summary>As <see cref="Allocate"/>, at a multiple of <paramref name="alignment"/>.</summary>
    /// <param name="bytes">Zero counts as one.</param>
    /// <param name="alignment">A power of two up to the cap.</param>
    /// <exception cref="HeapExhaustedException">The cap does not allow it.</exception>
    public nint AllocateAligned(nint bytes, nint alignment)
    {
        nint address = TryAllocateAligned(bytes, alignment);
        if (address == 0)
        {
            ThrowExhausted(bytes);
        }

        return address;
    }

    /// <summary>As <see cref="Allocate"/>, but 0 when the cap does not allow it.</summary>
    public nint TryAllocate(nint bytes)
    {
        if (_checks is not null)
        {
            return _checks.Allocate(bytes, HeapLayout.GranuleBytes);
        }

        return TryAllocateRaw(bytes, HeapLayout.GranuleBytes);
    }

    /// <summary>As <see cref="AllocateAligned"/>, but 0 when the cap does not allow it.</summary>
    public nint TryAllocateAligned(nint bytes, nint alignment)
    {
        if (alignment <= 0 || !System.Numerics.BitOperations.IsPow2(alignment))
        {
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "an alignment is a power of two");
        }

        alignment = Math.Max(alignment, HeapLayout.GranuleBytes);
        return _checks is not null ? _checks.Allocate(bytes, alignment) : TryAllocateRaw(bytes, alignment);
    }

    /// <summary>Takes back what one of the allocating methods returned, on any thread. Null is ignored.</summary>
    /// <exception cref="HeapMisuseException">The pointer was freed before, points inside something, or is not ours.</exception>
    public void Free(nint address)
    {
        MagazineRack* rack = t_rack;
        nuint offset = (nuint)(address - _base);
        if (offset < _rangeBytes && (offset & (HeapLayout.GranuleBytes - 1)) == 0 && rack is not null && rack->HeapNumber == _number)
        {
            byte* state = _states + (offset >> HeapLayout.GranuleShift);
            uint sizeClass = (uint)(*state - HeapLayout.InUse);
            if (sizeClass < HeapLayout.ClassCount)
            {
                Magazine* magazine = MagazineRack.Of(rack, (int)sizeClass);
                int count = magazine->Count;
                if (count < magazine->Capacity)
                {
                    *state = (byte)(sizeClass | HeapLayout.Freed);
                    magazine->Slots[count] = address;
                    magazine->Count = count + 1;
                    return;
                }
            }
        }

        FreeSlow(address);
    }

    /// <summary>
    /// Makes a buffer longer or shorter and keeps its contents up to the shorter length: in place when its slot, its free
    /// neighbour or its mapping allows it, else by moving.
    /// </summary>
    /// <param name="address">What was handed out; 0 allocates.</param>
    /// <param name="bytes">The new length; zero counts as one.</param>
    /// <returns>The buffer's place, which may be new.</returns>
    /// <exception cref="HeapExhaustedException">The cap does not allow it; the old buffer is untouched.</exception>
    /// <exception cref="HeapMisuseException">The pointer is not a live one of this heap.</exception>
    public nint Reallocate(nint address, nint bytes)
    {
        nint moved = TryReallocate(address, bytes);
        if (moved == 0)
        {
            ThrowExhausted(bytes);
        }

        return moved;
    }

    /// <summary>As <see cref="Reallocate"/>, but 0 when the cap does not allow it; the old buffer is then untouched.</summary>
    public nint TryReallocate(nint address, nint bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (address == 0)
        {
            return TryAllocate(bytes);
        }

        bytes = Math.Max(bytes, 1);
        if (_checks is null && ResizeInPlace(address, bytes, out nint usable, out nint resized))
        {
            return resized;
        }

        usable = SizeOf(address);
        nint moved = TryAllocate(bytes);
        if (moved != 0)
        {
            NativeMemory.Copy((void*)address, (void*)moved, (nuint)Math.Min(usable, bytes));
            Free(address);
        }

        return moved;
    }

    /// <summary>How many bytes may be used at a live pointer: at least what was asked for.</summary>
    /// <exception cref="HeapMisuseException">The pointer is not a live one of this heap.</exception>
    public nint SizeOf(nint address) => _checks is not null ? _checks.SizeOf(address) : SizeOfRaw(address);

    /// <summary>Whether the address lies in memory of this heap, handed out or not. Private: in the range or in a large mapping.</summary>
    public bool Owns(nint address)
    {
        if ((nuint)(address - _base) < _rangeBytes)
        {
            return true;
        }

        lock (_large.Lock)
        {
            return _large.Around(address) is not null;
        }
    }

    /// <summary>The place of an address in the range, the same in every process that maps a shared heap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is not in the range.</exception>
    public long OffsetOf(nint address)
    {
        nint offset = address - _base;
        return (nuint)offset < _rangeBytes ? offset : throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:x} is not in this heap's range");
    }

    /// <summary>The address of a place in the range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not in the range.</exception>
    public nint AddressAt(long offset)
        => (ulong)offset < _rangeBytes ? _base + (nint)offset : throw new ArgumentOutOfRangeException(nameof(offset), $"{offset} is not in this heap's range");

    /// <summary>Gives the calling thread's cache, those of threads that have ended, all empty slabs and the pages of all free blocks back to the kernel.</summary>
    /// <returns>The bytes given back by this call.</returns>
    public long Trim()
    {
        ThrowIfDisposed();
        _checks?.EmptyQuarantine();
        FlushOwnCache();
        ReclaimAbandoned();
        foreach (SlabClass slabClass in _classes)
        {
            slabClass.ReleaseEmptySlabs();
        }

        lock (_blocks.Lock)
        {
            long before = _blocks.ReturnedBytes;
            _blocks.Trim();
            return _blocks.ReturnedBytes - before;
        }
    }

    /// <summary>Checks every invariant of the heap. For tests; the heap must be at rest.</summary>
    /// <exception cref="InvalidOperationException">One does not hold; the message says which.</exception>
    internal void Verify()
    {
        lock (_blocks.Lock)
        {
            _blocks.Verify();
        }
    }

    /// <summary>Unmaps everything, live buffers included.</summary>
    public void Dispose()
    {
        lock (_cachesLock)
        {
            if (_rangeBytes == 0)
            {
                return;
            }

            _rangeBytes = 0;
            foreach (ThreadCache cache in _caches)
            {
                MagazineRack.Disable(cache.Rack);
            }

            _caches.Clear();
        }

        _large.Dispose();
        _metadata.Dispose();
        _range.Dispose();
        File?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint TakeCached(MagazineRack* rack, int sizeClass)
    {
        Magazine* magazine = MagazineRack.Of(rack, sizeClass);
        int count = magazine->Count - 1;
        if (count < 0)
        {
            return 0;
        }

        magazine->Count = count;
        nint address = (nint)magazine->Slots[count];
        byte* state = _states + ((nuint)(address - _base) >> HeapLayout.GranuleShift);
        if (*state >= HeapLayout.InUse)
        {
            ThrowHandedOutTwice(address);
        }

        *state = (byte)(sizeClass | HeapLayout.InUse);
        return address;
    }

    private bool IsFreshMapping(nint bytes) => _checks is null && IsLarge(bytes);

    private bool IsLarge(nint bytes) => bytes > Options.LargeBytes && File is null;

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_rangeBytes == 0, this);

    [DoesNotReturn]
    private void ThrowExhausted(nint bytes)
    {
        lock (_blocks.Lock)
        {
            nint outside = Math.Max(0, _blocks.CapBytes - _blocks.TopBytes);
            throw new HeapExhaustedException(bytes, (nint)Options.CapBytes, _blocks.FreeBytes + outside, Math.Max(_blocks.LargestFreeBytes, outside));
        }
    }

    [DoesNotReturn]
    private static void ThrowHandedOutTwice(nint address)
        => throw new HeapMisuseException(HeapMisuse.DoubleFree, address, $"two threads freed 0x{address:x} at the same time; it is in use again already");
}
