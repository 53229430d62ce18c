using System.Buffers;

namespace Helios.Allocator;

/// <summary>A <see cref="MemoryPool{T}"/> over a <see cref="SlabAllocator"/>: a drop-in for System.IO.Pipelines and everything else that takes a pool.</summary>
/// <remarks>
/// <para>Renting and returning allocates nothing managed once warm: the lease objects are used again. Therefore a lease must be
/// disposed once, by its one owner, and its memory not touched afterwards; a heap in checked mode finds out who does.</para>
/// <para>Thread-safe. A buffer may be returned on another thread.</para>
/// </remarks>
public sealed class SlabMemoryPool : MemoryPool<byte>
{
    /// <summary>What <see cref="Rent"/> hands out when no size is asked for, in bytes.</summary>
    public const int DefaultBufferBytes = 4096;

    private readonly bool _ownsHeap;
    private readonly int _maxBufferSize;

    /// <summary>A pool over a heap of its own.</summary>
    public SlabMemoryPool(SlabAllocatorOptions? options = null)
        : this(new SlabAllocator(options), ownsHeap: true)
    {
    }

    /// <summary>A pool over an existing heap.</summary>
    /// <param name="heap">Where buffers come from.</param>
    /// <param name="ownsHeap">Whether disposing the pool disposes the heap.</param>
    public SlabMemoryPool(SlabAllocator heap, bool ownsHeap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        Heap = heap;
        _maxBufferSize = (int)Math.Min(heap.Options.CapBytes, int.MaxValue);
        _ownsHeap = ownsHeap;
    }

    /// <summary>Where the buffers come from.</summary>
    public SlabAllocator Heap { get; }

    /// <inheritdoc/>
    public override int MaxBufferSize => _maxBufferSize;

    /// <summary>A buffer of at least <paramref name="minBufferSize"/> bytes; its memory shows all the bytes there are.</summary>
    /// <param name="minBufferSize">-1 asks for <see cref="DefaultBufferBytes"/>.</param>
    /// <exception cref="HeapExhaustedException">The heap's cap does not allow it.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        // One comparison for the sizes that have a class; everything else is a call away, and with it the cost of its exceptions.
        uint last = (uint)minBufferSize - 1;
        return last < HeapLayout.LargestClassBytes ? Heap.Rent(HeapLayout.ClassOfLast(last)) : RentOther(minBufferSize);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsHeap)
        {
            Heap.Dispose();
        }
    }

    private SlabLease RentOther(int minBufferSize)
    {
        if (minBufferSize < -1 || minBufferSize > _maxBufferSize)
        {
            throw new ArgumentOutOfRangeException(nameof(minBufferSize), minBufferSize, $"must be -1 to {_maxBufferSize}");
        }

        return minBufferSize > 0 ? Heap.RentUnclassed(minBufferSize) : Heap.Rent(HeapLayout.ClassOfLast((uint)(minBufferSize == 0 ? 1 : DefaultBufferBytes) - 1));
    }
}
