using System.Buffers;

namespace Helios.Allocator;

/// <summary>Collects bytes in a chain of rented segments: growing never copies, and the result is read as one sequence.</summary>
/// <remarks>Not thread-safe. Warm, over a slab pool, it allocates nothing managed. The sequence is valid until <see cref="Reset"/> or <see cref="Dispose"/>.</remarks>
public sealed class SlabBufferWriter : IBufferWriter<byte>, IDisposable
{
    private readonly MemoryPool<byte> _pool;
    private readonly int _segmentBytes;
    private Segment? _first;
    private Segment? _last;
    private Segment? _spare;
    private Memory<byte> _rest;
    private bool _disposed;

    /// <param name="pool">Where segments come from, a <see cref="SlabMemoryPool"/> or any other; it must outlive the writer.</param>
    /// <param name="segmentBytes">Length of a segment unless a caller asks for more at once.</param>
    public SlabBufferWriter(MemoryPool<byte> pool, int segmentBytes = SlabMemoryPool.DefaultBufferBytes)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(segmentBytes);
        _pool = pool;
        _segmentBytes = segmentBytes;
    }

    /// <summary>How many bytes were written.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>All that was written, in order.</summary>
    public ReadOnlySequence<byte> WrittenSequence
    {
        get
        {
            if (_first is null || _last is null)
            {
                return ReadOnlySequence<byte>.Empty;
            }

            _last.End(_last.Capacity - _rest.Length);
            return new ReadOnlySequence<byte>(_first, 0, _last, _last.Memory.Length);
        }
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"only {_rest.Length} bytes were handed out");
        }

        _rest = _rest[count..];
        WrittenBytes += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (_rest.Length < Math.Max(sizeHint, 1))
        {
            AddSegment(sizeHint);
        }

        return _rest;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Returns all segments and starts again from nothing.</summary>
    public void Reset()
    {
        while (_first is { } segment)
        {
            _first = segment.NextSegment;
            segment.Return();
            segment.NextSegment = _spare;
            _spare = segment;
        }

        _last = null;
        _rest = default;
        WrittenBytes = 0;
    }

    /// <summary>Returns all segments.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Reset();
        }
    }

    private void AddSegment(int sizeHint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IMemoryOwner<byte> buffer = _pool.Rent(Math.Max(sizeHint, _segmentBytes));
        Segment segment = _spare ?? new Segment();
        _spare = segment.NextSegment;
        segment.Take(buffer, WrittenBytes);
        if (_last is null)
        {
            _first = segment;
        }
        else
        {
            _last.End(_last.Capacity - _rest.Length);
            _last.NextSegment = segment;
        }

        _last = segment;
        _rest = buffer.Memory;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private IMemoryOwner<byte>? _buffer;

        internal int Capacity { get; private set; }

        internal Segment? NextSegment
        {
            get => (Segment?)Next;
            set => Next = value;
        }

        internal void Take(IMemoryOwner<byte> buffer, long runningIndex)
        {
            _buffer = buffer;
            Capacity = buffer.Memory.Length;
            RunningIndex = runningIndex;
            Next = null;
            Memory = default;
        }

        internal void End(int written) => Memory = _buffer!.Memory[..written];

        internal void Return()
        {
            _buffer!.Dispose();
            _buffer = null;
            Memory = default;
        }
    }
}
