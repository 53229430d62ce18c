using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Helios.Allocator;

/// <summary>A rented buffer. It carries its class, so returning it needs no search. The object is used again for a later rent, mostly with the same buffer.</summary>
/// <remarks>IDisposable is implemented anew because the base class asks the collector to suppress a finalizer that does not exist.</remarks>
internal sealed unsafe class SlabLease(SlabAllocator heap, int number) : MemoryManager<byte>, IMemoryOwner<byte>
{
    /// <summary>The class of a buffer that is no slot and no cached block: its stack in a <see cref="MagazineRack"/> holds nothing.</summary>
    internal const int Unclassed = HeapLayout.ClassCount;

    /// <summary>The number of a lease that is used once only.</summary>
    internal const int Unnumbered = -1;

    private readonly SlabAllocator _heap = heap;
    private nint _address;
    private nint _bound;
    private byte* _state;
    private int _length;
    private int _sizeClass;

    /// <summary>Its place in the heap's <see cref="LeaseTable"/>.</summary>
    internal int Number { get; } = number;

    void IDisposable.Dispose() => Return();

    /// <summary>The buffer that it keeps while it is not rented; 0 is none.</summary>
    internal nint Bound => _bound;

    /// <summary>The state byte of the buffer's first granule; only where <see cref="SizeClass"/> is one.</summary>
    internal byte* State => _state;

    /// <summary>Its buffer's class.</summary>
    internal int SizeClass => _sizeClass;

    /// <summary>Gives it a buffer and hands it out.</summary>
    internal void Fill(nint address, int length, int sizeClass, byte* state)
    {
        _length = length;
        _sizeClass = sizeClass;
        _state = state;
        _bound = address;
        _address = address;
    }

    /// <summary>Hands it out again with the buffer it kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Revive() => _address = _bound;

    /// <summary>Takes its buffer away.</summary>
    internal void Unbind() => _bound = 0;

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
            _heap.ReturnLease(this, address);
        }
    }

    [DoesNotReturn]
    private static void ThrowReturned() => throw new ObjectDisposedException(nameof(SlabLease), "the buffer was returned to its pool");
}
