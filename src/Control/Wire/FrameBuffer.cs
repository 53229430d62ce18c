using System.Buffers;
using System.Buffers.Binary;

namespace Helios.Control;

/// <summary>Collects bytes until they are whole frames. Holds no more than arrived: a length that is only declared costs nothing, and who says nothing holds nothing.</summary>
internal sealed class FrameBuffer : IDisposable
{
    private const int FirstBytes = 4096;

    private readonly int _most;
    private readonly MemoryPool<byte> _buffers;
    private IMemoryOwner<byte>? _rented;
    private Memory<byte> _bytes;
    private int _start;
    private int _end;

    /// <param name="most">The largest body that is accepted, in bytes.</param>
    /// <param name="buffers">Where the bytes are kept.</param>
    internal FrameBuffer(int most, MemoryPool<byte> buffers) => (_most, _buffers) = (most, buffers);

    /// <summary>Whether nothing is waiting to become a frame.</summary>
    internal bool IsEmpty => _start == _end;

    /// <summary>Room for what comes next, at least a kilobyte.</summary>
    internal Memory<byte> Space
    {
        get
        {
            const int Least = 1024;
            if (_bytes.Length - _end < Least && _start > 0)
            {
                _bytes[_start.._end].CopyTo(_bytes);
                (_start, _end) = (0, _end - _start);
            }

            if (_bytes.Length - _end < Least)
            {
                Move(Math.Max(FirstBytes, _bytes.Length * 2));
            }

            return _bytes[_end..];
        }
    }

    /// <summary>Says how many bytes of <see cref="Space"/> were filled.</summary>
    internal void Fill(int count) => _end += count;

    /// <summary>Takes the body of the next frame, which is valid until <see cref="Space"/> or <see cref="Release"/> is asked for.</summary>
    /// <exception cref="ProtocolException">The declared length is none a frame can have.</exception>
    internal bool TryTake(out ReadOnlyMemory<byte> body)
    {
        body = default;
        int there = _end - _start - Frame<Request>.HeaderBytes;
        if (there < 0)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.Span[_start..]);
        if (length == 0 || length > (uint)_most)
        {
            throw new ProtocolException($"a frame has 1 to {_most} bytes, not {length}");
        }

        if (there < (int)length)
        {
            return false;
        }

        body = _bytes.Slice(_start + Frame<Request>.HeaderBytes, (int)length);
        _start += Frame<Request>.HeaderBytes + (int)length;
        return true;
    }

    /// <summary>Gives the buffer back unless part of a frame is waiting in it.</summary>
    internal void Release()
    {
        if (IsEmpty)
        {
            Dispose();
        }
    }

    /// <summary>Gives the buffer back, and what is in it up.</summary>
    public void Dispose()
    {
        _rented?.Dispose();
        (_rented, _bytes, _start, _end) = (null, default, 0, 0);
    }

    private void Move(int length)
    {
        IMemoryOwner<byte> larger = _buffers.Rent(length);
        _bytes[_start.._end].CopyTo(larger.Memory);
        _rented?.Dispose();
        (_rented, _bytes, _start, _end) = (larger, larger.Memory, 0, _end - _start);
    }
}
