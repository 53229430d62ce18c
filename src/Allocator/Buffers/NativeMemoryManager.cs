using System.Buffers;

namespace Helios.Allocator;

/// <summary>Lets native memory be used wherever .NET wants a <see cref="Memory{T}"/>. Pinning is free: the memory never moves.</summary>
public sealed unsafe class NativeMemoryManager : MemoryManager<byte>
{
    private readonly int _length;
    private readonly SlabAllocator? _heap;
    private nint _address;

    /// <summary>Wraps memory that somebody else owns and keeps alive.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    public NativeMemoryManager(nint address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(address);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _address = address;
        _length = length;
    }

    /// <summary>Allocates from a heap; disposing gives the memory back.</summary>
    /// <exception cref="HeapExhaustedException">The heap's cap does not allow it.</exception>
    public NativeMemoryManager(SlabAllocator heap, int length)
    {
        ArgumentNullException.ThrowIfNull(heap);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _heap = heap;
        _address = heap.Allocate(length);
        _length = length;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        return new Span<byte>((void*)_address, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle((void*)(_address + elementIndex));
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Nothing was pinned: native memory stays where it is.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0 && disposing)
        {
            _heap?.Free(address);
        }
    }
}
