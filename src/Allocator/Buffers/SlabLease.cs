using System.Buffers;

namespace Helios.Allocator;

/// <summary>A rented buffer. It carries its class, so returning it needs no search. The object itself is used again for a later rent.</summary>
internal sealed unsafe class SlabLease : MemoryManager<byte>
{
    /// <summary>The class of a buffer that is no slot and no cached block.</summary>
    internal const int Unclassed = -1;

    private SlabAllocator? _heap;
    private nint _address;
    private int _length;
    private int _sizeClass;

    internal void Fill(SlabAllocator heap, nint address, int length, int sizeClass)
    {
        _heap = heap;
        _length = length;
        _sizeClass = sizeClass;
        _address = address;
    }

    public override Span<byte> GetSpan()
    {
        if (_address == 0)
        {
            ThrowReturned();
        }

        return new Span<byte>((void*)_address, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        if (_address == 0)
        {
            ThrowReturned();
        }

        return new MemoryHandle((void*)(_address + elementIndex));
    }

    public override void Unpin()
    {
        // Nothing was pinned: native memory stays where it is.
    }

    protected override void Dispose(bool disposing)
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        SlabAllocator? heap = _heap;
        if (address == 0 || heap is null)
        {
            return;
        }

        if (_sizeClass >= 0)
        {
            heap.ReturnLease(address, _sizeClass);
        }
        else
        {
            heap.Free(address);
        }

        // In checked mode every lease is an object of its own, so a use after return can never hit the next renter's buffer.
        if (!heap.Options.Checked)
        {
            _heap = null;
            LeaseObjects.Put(this);
        }
    }

    private static void ThrowReturned() => throw new ObjectDisposedException(nameof(SlabLease), "the buffer was returned to its pool");
}
