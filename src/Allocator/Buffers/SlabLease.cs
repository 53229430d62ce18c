using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Helios.Allocator;

/// <summary>A rented buffer. It carries its class, so returning it needs no search. The object itself is used again for a later rent.</summary>
/// <remarks>IDisposable is implemented anew because the base class asks the collector to suppress a finalizer that does not exist.</remarks>
internal sealed unsafe class SlabLease(SlabAllocator heap, int number) : MemoryManager<byte>, IMemoryOwner<byte>
{
    /// <summary>The class of a buffer that is no slot and no cached block.</summary>
    internal const int Unclassed = -1;

    /// <summary>The number of a lease that is used once only.</summary>
    internal const int Unnumbered = -1;

    private readonly SlabAllocator _heap = heap;
    private nint _address;
    private int _length;
    private int _sizeClass;

    /// <summary>Its place in the heap's <see cref="LeaseTable"/>.</summary>
    internal int Number { get; } = number;

    void IDisposable.Dispose() => Return();

    internal void Fill(nint address, int length, int sizeClass)
    {
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

    protected override void Dispose(bool disposing) => Return();

    private void Return()
    {
        // Not atomic: a lease has one owner. Should two threads return it at once all the same, the heap sees a double free.
        nint address = _address;
        _address = 0;
        if (address != 0)
        {
            _heap.ReturnLease(this, address, _sizeClass);
        }
    }

    [DoesNotReturn]
    private static void ThrowReturned() => throw new ObjectDisposedException(nameof(SlabLease), "the buffer was returned to its pool");
}
