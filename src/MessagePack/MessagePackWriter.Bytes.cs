using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Helios.MessagePack;

public ref partial struct MessagePackWriter
{
    // The longest header of a str: code and four length bytes.
    private const int MaxStringHeader = 5;

    /// <summary>Writes text as str, or nil for null.</summary>
    /// <remarks>A lone surrogate becomes U+FFFD, as <see cref="Encoding.UTF8"/> does it.</remarks>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
        }
        else
        {
            Write(value.AsSpan());
        }
    }

    /// <summary>Writes text as str.</summary>
    public void Write(scoped ReadOnlySpan<char> value)
    {
        // Nearly all text is ASCII: as many bytes as chars, so the header is known before and one pass is enough.
        int header = StringHeaderSize(value.Length);
        if (value.Length <= _span.Length - _used - header)
        {
            Span<byte> room = _span.Slice(_used, header + value.Length);
            if (Ascii.FromUtf16(value, room[header..], out _) == OperationStatus.Done)
            {
                PutStringHeader(room, header, value.Length);
                _used += room.Length;
                return;
            }
        }

        int exact = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(exact);
        Encoding.UTF8.GetBytes(value, Room(exact));
        _used += exact;
    }

    /// <summary>Writes text that is UTF-8 already as str; the bytes are not checked.</summary>
    public void WriteString(scoped ReadOnlySpan<byte> utf8stringBytes)
    {
        WriteStringHeader(utf8stringBytes.Length);
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Writes text that is UTF-8 already as str; the bytes are not checked.</summary>
    public void WriteString(in ReadOnlySequence<byte> utf8stringBytes)
    {
        WriteStringHeader(checked((int)utf8stringBytes.Length));
        WriteRaw(utf8stringBytes);
    }

    /// <summary>Announces a str of <paramref name="byteCount"/> bytes, to follow through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteStringHeader(int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteCount);
        int header = StringHeaderSize(byteCount);
        PutStringHeader(Room(header), header, byteCount);
        _used += header;
    }

    /// <summary>Writes bytes as bin, or nil for null.</summary>
    public void Write(byte[]? src)
    {
        if (src is null)
        {
            WriteNil();
        }
        else
        {
            Write(src.AsSpan());
        }
    }

    /// <summary>Writes bytes as bin.</summary>
    public void Write(scoped ReadOnlySpan<byte> src)
    {
        WriteBinHeader(src.Length);
        WriteRaw(src);
    }

    /// <summary>Writes bytes as bin.</summary>
    public void Write(in ReadOnlySequence<byte> src)
    {
        WriteBinHeader(checked((int)src.Length));
        WriteRaw(src);
    }

    /// <summary>Announces a bin of <paramref name="length"/> bytes, to follow through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteBinHeader(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length <= byte.MaxValue)
        {
            WriteCode8(MessagePackCode.Bin8, (byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            WriteCode16(MessagePackCode.Bin16, (ushort)length);
        }
        else
        {
            WriteCode32(MessagePackCode.Bin32, (uint)length);
        }
    }

    private static int StringHeaderSize(int byteCount) => byteCount switch
    {
        <= MessagePackRange.MaxFixStringLength => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        _ => MaxStringHeader,
    };

    private static void PutStringHeader(Span<byte> room, int header, int byteCount)
    {
        switch (header)
        {
            case 1:
                room[0] = (byte)(MessagePackCode.MinFixStr | byteCount);
                break;
            case 2:
                room[1] = (byte)byteCount;
                room[0] = MessagePackCode.Str8;
                break;
            case 3:
                BinaryPrimitives.WriteUInt16BigEndian(room[1..], (ushort)byteCount);
                room[0] = MessagePackCode.Str16;
                break;
            default:
                BinaryPrimitives.WriteUInt32BigEndian(room[1..], (uint)byteCount);
                room[0] = MessagePackCode.Str32;
                break;
        }
    }
}
