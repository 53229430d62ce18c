using System.Buffers;
using System.Buffers.Binary;

namespace Helios.MessagePack;

/// <summary>Writes MessagePack values, each in its shortest form, into an <see cref="IBufferWriter{T}"/>.</summary>
/// <remarks>
/// Bytes reach the buffer writer at <see cref="Flush"/> or when its current span is full; nothing is allocated here.
/// The caller keeps the promise of a header: after <c>WriteArrayHeader(3)</c> three values must follow.
/// Pass the writer by <c>ref</c>: a copy does not know what the original wrote.
/// </remarks>
public ref partial struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    /// <summary>Starts writing at the end of <paramref name="writer"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _output = writer;
        _span = default;
        _used = 0;
        CancellationToken = default;
    }

    /// <summary>For formatters of large values to look at; the writer itself does not.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>A writer with the same settings on another buffer.</summary>
    public readonly MessagePackWriter Clone(IBufferWriter<byte> writer) => new(writer) { CancellationToken = CancellationToken };

    /// <summary>Hands everything written so far to the buffer writer.</summary>
    public void Flush()
    {
        if (_used != 0)
        {
            _output.Advance(_used);
        }

        _span = default;
        _used = 0;
    }

    /// <summary>At least <paramref name="length"/> bytes to fill by hand; say how many with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Room(length);
    }

    /// <summary>Counts bytes that were put into the span of <see cref="GetSpan"/> as written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than the span held, or negative.</exception>
    public void Advance(int length)
    {
        if ((uint)length > (uint)(_span.Length - _used))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"only {_span.Length - _used} bytes were handed out");
        }

        _used += length;
    }

    /// <summary>Copies bytes that are MessagePack already.</summary>
    public void WriteRaw(scoped ReadOnlySpan<byte> rawMessagePackBlock)
    {
        if (rawMessagePackBlock.Length <= _span.Length - _used)
        {
            rawMessagePackBlock.CopyTo(_span[_used..]);
            _used += rawMessagePackBlock.Length;
            return;
        }

        Flush();
        _output.Write(rawMessagePackBlock);
    }

    /// <summary>Copies bytes that are MessagePack already.</summary>
    public void WriteRaw(in ReadOnlySequence<byte> rawMessagePackBlock)
    {
        foreach (ReadOnlyMemory<byte> segment in rawMessagePackBlock)
        {
            WriteRaw(segment.Span);
        }
    }

    /// <summary>Writes nil.</summary>
    public void WriteNil() => WriteCode(MessagePackCode.Nil);

    /// <summary>Writes true or false.</summary>
    public void Write(bool value) => WriteCode(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Announces <paramref name="count"/> values.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteArrayHeader((uint)count);
    }

    /// <summary>Announces <paramref name="count"/> values.</summary>
    public void WriteArrayHeader(uint count)
    {
        if (count <= MessagePackRange.MaxFixArrayCount)
        {
            WriteCode((byte)(MessagePackCode.MinFixArray | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteCode16(MessagePackCode.Array16, (ushort)count);
        }
        else
        {
            WriteCode32(MessagePackCode.Array32, count);
        }
    }

    /// <summary>Announces <paramref name="count"/> pairs of key and value.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        WriteMapHeader((uint)count);
    }

    /// <summary>Announces <paramref name="count"/> pairs of key and value.</summary>
    public void WriteMapHeader(uint count)
    {
        if (count <= MessagePackRange.MaxFixMapCount)
        {
            WriteCode((byte)(MessagePackCode.MinFixMap | count));
        }
        else if (count <= ushort.MaxValue)
        {
            WriteCode16(MessagePackCode.Map16, (ushort)count);
        }
        else
        {
            WriteCode32(MessagePackCode.Map32, count);
        }
    }

    private Span<byte> Room(int length)
    {
        if (_span.Length - _used < length)
        {
            NextSpan(length);
        }

        return _span[_used..];
    }

    private void NextSpan(int length)
    {
        Flush();
        _span = _output.GetSpan(length);
    }

    private void WriteCode(byte code)
    {
        Room(1)[0] = code;
        _used++;
    }

    private void WriteCode8(byte code, byte value)
    {
        Span<byte> room = Room(2);
        room[1] = value;
        room[0] = code;
        _used += 2;
    }

    private void WriteCode16(byte code, ushort value)
    {
        Span<byte> room = Room(3);
        BinaryPrimitives.WriteUInt16BigEndian(room[1..], value);
        room[0] = code;
        _used += 3;
    }

    private void WriteCode32(byte code, uint value)
    {
        Span<byte> room = Room(5);
        BinaryPrimitives.WriteUInt32BigEndian(room[1..], value);
        room[0] = code;
        _used += 5;
    }

    private void WriteCode64(byte code, ulong value)
    {
        Span<byte> room = Room(9);
        BinaryPrimitives.WriteUInt64BigEndian(room[1..], value);
        room[0] = code;
        _used += 9;
    }
}
