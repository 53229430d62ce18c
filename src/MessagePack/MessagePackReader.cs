using System.Buffers;
using System.Buffers.Binary;

namespace Helios.MessagePack;

/// <summary>Reads MessagePack values from memory or from a sequence of segments, without copying and without trusting them.</summary>
/// <remarks>
/// Constraints: a declared length is compared with the bytes that are left before anything is allocated or announced to
/// the caller (an element takes at least one byte, a map entry two); nothing outside the given bytes is touched; skipping
/// needs no stack. Errors: <see cref="EndOfStreamException"/> when more bytes are declared or needed than there are,
/// <see cref="MessagePackSerializationException"/> for everything else. After an error the position is unspecified.
/// Pass the reader by <c>ref</c>; a copy is a second, independent reader (<see cref="CreatePeekReader"/>).
/// </remarks>
public ref partial struct MessagePackReader
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly long _length;

    // The segment being read, where it starts, what follows it, and how many bytes lie before it.
    private ReadOnlySpan<byte> _span;
    private SequencePosition _segment;
    private SequencePosition _next;
    private long _before;
    private int _index;

    /// <summary>Reads from <paramref name="memory"/>.</summary>
    public MessagePackReader(ReadOnlyMemory<byte> memory)
        : this(new ReadOnlySequence<byte>(memory))
    {
    }

    /// <summary>Reads from <paramref name="readOnlySequence"/>.</summary>
    public MessagePackReader(scoped in ReadOnlySequence<byte> readOnlySequence)
    {
        _sequence = readOnlySequence;
        _segment = readOnlySequence.Start;
        if (readOnlySequence.IsSingleSegment)
        {
            _span = readOnlySequence.FirstSpan;
            _length = _span.Length;
        }
        else
        {
            _next = _segment;
            _sequence.TryGet(ref _next, out ReadOnlyMemory<byte> first);
            _span = first.Span;
            _length = readOnlySequence.Length;
        }
    }

    /// <summary>For formatters of large values to look at; the reader itself does not.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>How many values enclose the next one. Kept by <see cref="MessagePackSecurity.DepthStep"/> and its callers.</summary>
    public int Depth { get; set; }

    /// <summary>What the reader was given.</summary>
    public readonly ReadOnlySequence<byte> Sequence => _sequence;

    /// <summary>Where the next value starts.</summary>
    public readonly SequencePosition Position => _sequence.GetPosition(_index, _segment);

    /// <summary>Bytes read so far.</summary>
    public readonly long Consumed => _before + _index;

    /// <summary>True when every byte has been read.</summary>
    public readonly bool End => Consumed == _length;

    /// <summary>True when the next value is nil.</summary>
    /// <exception cref="EndOfStreamException">There is no next value.</exception>
    public bool IsNil => NextCode == MessagePackCode.Nil;

    /// <summary>The kind of the next value.</summary>
    /// <exception cref="EndOfStreamException">There is no next value.</exception>
    public MessagePackType NextMessagePackType => MessagePackCode.ToMessagePackType(NextCode);

    /// <summary>The first byte of the next value.</summary>
    /// <exception cref="EndOfStreamException">There is no next value.</exception>
    public byte NextCode
    {
        get
        {
            if ((uint)_index < (uint)_span.Length)
            {
                return _span[_index];
            }

            if (!NextSegment())
            {
                throw Truncated(1);
            }

            return _span[0];
        }
    }

    private readonly long Left => _length - Consumed;

    /// <summary>A reader with the same settings on other bytes.</summary>
    public readonly MessagePackReader Clone(scoped in ReadOnlySequence<byte> readOnlySequence)
        => new(readOnlySequence) { CancellationToken = CancellationToken, Depth = Depth };

    /// <summary>A second reader at the same place; reading with it does not move this one.</summary>
    public readonly MessagePackReader CreatePeekReader() => this;

    /// <summary>Passes over the next value with everything in it, in constant stack.</summary>
    public void Skip()
    {
        long pending = 1;
        do
        {
            pending--;
            byte code = TakeByte();
            switch (MessagePackCode.ToMessagePackType(code))
            {
                case MessagePackType.Nil:
                case MessagePackType.Boolean:
                    break;
                case MessagePackType.Integer:
                case MessagePackType.Float:
                    AdvanceBy(ScalarSize(code));
                    break;
                case MessagePackType.String:
                    AdvanceBy(StringLength(code));
                    break;
                case MessagePackType.Binary:
                    AdvanceBy(BytesLength(code));
                    break;
                case MessagePackType.Extension:
                    AdvanceBy(ExtensionAfter(code).Length);
                    break;
                case MessagePackType.Array:
                    pending += ArrayCount(code);
                    break;
                case MessagePackType.Map:
                    pending += 2L * MapCount(code);
                    break;
                default:
                    throw Unexpected(code, "a value");
            }

            if (pending > Left)
            {
                throw Truncated(pending);
            }
        }
        while (pending != 0);
    }

    /// <summary>Reads nil.</summary>
    public Nil ReadNil()
    {
        byte code = TakeByte();
        return code == MessagePackCode.Nil ? Nil.Default : throw Unexpected(code, "nil");
    }

    /// <summary>Reads nil if it is next; otherwise stays and answers false.</summary>
    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
        {
            return false;
        }

        _index++;
        return true;
    }

    /// <summary>The bytes of the next whole value, undecoded. They live as long as the input.</summary>
    public ReadOnlySequence<byte> ReadRaw()
    {
        SequencePosition start = Position;
        Skip();
        return _sequence.Slice(start, Position);
    }

    /// <summary>The next <paramref name="length"/> bytes, undecoded. They live as long as the input.</summary>
    public ReadOnlySequence<byte> ReadRaw(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return TakeSequence(length);
    }

    /// <summary>Reads how many values follow as the elements of an array. As many bytes are left at least.</summary>
    public int ReadArrayHeader() => ArrayCount(TakeByte());

    /// <summary>Like <see cref="ReadArrayHeader"/>, but false, without moving, when the header itself is not complete yet. The count is not compared with what is left.</summary>
    public bool TryReadArrayHeader(out int count)
    {
        if (!HasWholeHeader(MessagePackCode.Array16, MessagePackCode.Array32))
        {
            count = 0;
            return false;
        }

        byte code = TakeByte();
        count = Checked(RawArrayCount(code));
        return true;
    }

    /// <summary>Reads how many pairs of key and value follow. Twice as many bytes are left at least.</summary>
    public int ReadMapHeader() => MapCount(TakeByte());

    /// <summary>Like <see cref="ReadMapHeader"/>, but false, without moving, when the header itself is not complete yet. The count is not compared with what is left.</summary>
    public bool TryReadMapHeader(out int count)
    {
        if (!HasWholeHeader(MessagePackCode.Map16, MessagePackCode.Map32))
        {
            count = 0;
            return false;
        }

        byte code = TakeByte();
        count = Checked(RawMapCount(code));
        return true;
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean() => TakeByte() switch
    {
        MessagePackCode.True => true,
        MessagePackCode.False => false,
        byte code => throw Unexpected(code, "a boolean"),
    };

    private static int ScalarSize(byte code) => code switch
    {
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 1,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 2,
        MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 4,
        MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 8,
        _ => 0,
    };

    private int ArrayCount(byte code)
    {
        uint count = RawArrayCount(code);
        if (count > Left)
        {
            throw Truncated(count);
        }

        return Checked(count);
    }

    private uint RawArrayCount(byte code) => code switch
    {
        >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => code & 0x0fu,
        MessagePackCode.Array16 => TakeUInt16(),
        MessagePackCode.Array32 => TakeUInt32(),
        _ => throw Unexpected(code, "an array"),
    };

    private int MapCount(byte code)
    {
        uint count = RawMapCount(code);
        if (2L * count > Left)
        {
            throw Truncated(2L * count);
        }

        return Checked(count);
    }

    private uint RawMapCount(byte code) => code switch
    {
        >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => code & 0x0fu,
        MessagePackCode.Map16 => TakeUInt16(),
        MessagePackCode.Map32 => TakeUInt32(),
        _ => throw Unexpected(code, "a map"),
    };

    // A count or length above int.MaxValue may be true of a huge sequence, but nothing here can hand it out.
    private readonly int Checked(uint declared)
        => declared <= int.MaxValue ? (int)declared : throw OutOfRange($"a declared length of {declared} is beyond what can be handled");

    private bool HasWholeHeader(byte with16, byte with32)
    {
        if (End)
        {
            return false;
        }

        byte code = NextCode;
        return Left >= (code == with16 ? 3 : code == with32 ? 5 : 1);
    }

    private byte TakeByte()
    {
        byte value = NextCode;
        _index++;
        return value;
    }

    private ushort TakeUInt16()
    {
        if (_span.Length - _index >= sizeof(ushort))
        {
            ushort value = BinaryPrimitives.ReadUInt16BigEndian(_span[_index..]);
            _index += sizeof(ushort);
            return value;
        }

        return (ushort)TakeAcrossSegments(sizeof(ushort));
    }

    private uint TakeUInt32()
    {
        if (_span.Length - _index >= sizeof(uint))
        {
            uint value = BinaryPrimitives.ReadUInt32BigEndian(_span[_index..]);
            _index += sizeof(uint);
            return value;
        }

        return (uint)TakeAcrossSegments(sizeof(uint));
    }

    private ulong TakeUInt64()
    {
        if (_span.Length - _index >= sizeof(ulong))
        {
            ulong value = BinaryPrimitives.ReadUInt64BigEndian(_span[_index..]);
            _index += sizeof(ulong);
            return value;
        }

        return TakeAcrossSegments(sizeof(ulong));
    }

    private ulong TakeAcrossSegments(int size)
    {
        if (size > Left)
        {
            throw Truncated(size);
        }

        ulong value = 0;
        for (int i = 0; i < size; i++)
        {
            value = (value << 8) | TakeByte();
        }

        return value;
    }

    private ReadOnlySequence<byte> TakeSequence(long length)
    {
        SequencePosition start = Position;
        AdvanceBy(length);
        return _sequence.Slice(start, Position);
    }

    private void AdvanceBy(long length)
    {
        if (length <= _span.Length - _index)
        {
            _index += (int)length;
            return;
        }

        if (length > Left)
        {
            throw Truncated(length);
        }

        while (length > _span.Length - _index)
        {
            length -= _span.Length - _index;
            _index = _span.Length;
            NextSegment();
        }

        _index += (int)length;
    }

    private bool NextSegment()
    {
        while (_next.GetObject() is not null)
        {
            SequencePosition start = _next;
            if (!_sequence.TryGet(ref _next, out ReadOnlyMemory<byte> segment))
            {
                return false;
            }

            _before += _span.Length;
            _segment = start;
            _span = segment.Span;
            _index = 0;
            if (_span.Length != 0)
            {
                return true;
            }
        }

        return false;
    }
}
