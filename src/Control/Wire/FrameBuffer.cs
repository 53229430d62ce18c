using System.Buffers.Binary;

namespace Helios.Control;

/// <summary>Collects bytes until they are whole frames. Holds no more than arrived: a length that is only declared costs nothing.</summary>
internal sealed class FrameBuffer
{
    private const int FirstBytes = 4096;

    private readonly int _most;
    private byte[] _bytes = new byte[FirstBytes];
    private int _start;
    private int _end;

    /// <param name="most">The largest body that is accepted, in bytes.</param>
    internal FrameBuffer(int most) => _most = most;

    /// <summary>Whether nothing is waiting to become a frame.</summary>
    internal bool IsEmpty => _start == _end;

    /// <summary>Room for what comes next, at least a kilobyte.</summary>
    internal Memory<byte> Space
    {
        get
        {
            const int Least = 1024;
            if (_start > 0 && (_start == _end || _bytes.Length - _end < Least))
            {
                _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
                (_start, _end) = (0, _end - _start);
            }

            if (_bytes.Length - _end < Least)
            {
                Array.Resize(ref _bytes, _bytes.Length * 2);
            }

            return _bytes.AsMemory(_end);
        }
    }

    /// <summary>Says how many bytes of <see cref="Space"/> were filled.</summary>
    internal void Fill(int count) => _end += count;

    /// <summary>Takes the body of the next frame, which is valid until <see cref="Space"/> is asked for again.</summary>
    /// <exception cref="ProtocolException">The declared length is none a frame can have.</exception>
    internal bool TryTake(out ReadOnlyMemory<byte> body)
    {
        body = default;
        int there = _end - _start - Frame<Request>.HeaderBytes;
        if (there < 0)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(_start));
        if (length == 0 || length > (uint)_most)
        {
            throw new ProtocolException($"a frame has 1 to {_most} bytes, not {length}");
        }

        if (there < (int)length)
        {
            return false;
        }

        body = _bytes.AsMemory(_start + Frame<Request>.HeaderBytes, (int)length);
        _start += Frame<Request>.HeaderBytes + (int)length;
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            if (_bytes.Length > 16 * FirstBytes)
            {
                // A large frame came once; the connection goes on small. The body keeps the old array alive while it is read.
                _bytes = new byte[FirstBytes];
            }
        }

        return true;
    }
}
