using System.Buffers;

namespace Helios.Control;

/// <summary>The bytes of one frame, in one piece, in a rented buffer. Used again for the next frame after <see cref="Reset"/>.</summary>
/// <param name="buffers">Where the buffer comes from; when it outgrows one it moves to another of twice the size.</param>
internal sealed class FrameWriter(MemoryPool<byte> buffers) : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 512;

    private IMemoryOwner<byte>? _buffer;
    private int _written;

    /// <summary>What was written; valid until <see cref="Reset"/> or the next write.</summary>
    internal Span<byte> Written => _buffer is { } buffer ? buffer.Memory.Span[.._written] : default;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)((_buffer?.Memory.Length ?? 0) - _written), nameof(count));
        _written += count;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Never less than was asked for: the codec writes through pointers and trusts its hint. Its hint for a text is three bytes a character, so texts are
    /// written by <see cref="Map.WriteText"/>, which asks for what it needs.
    /// </remarks>
    /// <exception cref="ProtocolException">It is longer than any buffer of the pool.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int needed = checked(_written + Math.Max(sizeHint, 1));
        if (_buffer is null || _buffer.Memory.Length < needed)
        {
            Grow(needed);
        }

        return _buffer!.Memory[_written..];
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the buffer back and starts from nothing.</summary>
    internal void Reset()
    {
        _buffer?.Dispose();
        _buffer = null;
        _written = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void Grow(int needed)
    {
        if (needed > buffers.MaxBufferSize)
        {
            throw new ProtocolException($"a message of more than {_written} bytes does not fit into a buffer");
        }

        IMemoryOwner<byte> larger = buffers.Rent((int)Math.Clamp(2L * _written, Math.Max(needed, FirstBytes), buffers.MaxBufferSize));
        Written.CopyTo(larger.Memory.Span);
        _buffer?.Dispose();
        _buffer = larger;
    }
}
