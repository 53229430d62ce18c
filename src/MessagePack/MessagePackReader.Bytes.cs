using System.Buffers;
using System.Text;

namespace Helios.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads str as text, nil as null. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string? ReadString()
    {
        if (TryReadStringSpan(out ReadOnlySpan<byte> whole))
        {
            // Widening is all that ASCII needs; the general decoder counts chars first.
            return Ascii.IsValid(whole) ? Encoding.Latin1.GetString(whole) : Encoding.UTF8.GetString(whole);
        }

        if (TryReadNil())
        {
            return null;
        }

        // The length has been checked against what is left, so the rented array is as large as the input at most.
        int length = StringLength(TakeByte());
        ReadOnlySequence<byte> bytes = TakeSequence(length);
        byte[] joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            bytes.CopyTo(joined);
            return Encoding.UTF8.GetString(joined, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    /// <summary>The bytes of a str, or null for nil. They live as long as the input.</summary>
    public ReadOnlySequence<byte>? ReadStringSequence()
        => TryReadNil() ? null : TakeSequence(StringLength(TakeByte()));

    /// <summary>The bytes of a str; false, without moving, for nil and for a str that is split over segments.</summary>
    public bool TryReadStringSpan(out ReadOnlySpan<byte> span)
    {
        // A short text in this segment, as nearly all are.
        if ((uint)_index < (uint)_span.Length)
        {
            int length = _span[_index] - MessagePackCode.MinFixStr;
            if ((uint)length <= MessagePackRange.MaxFixStringLength && length < _span.Length - _index)
            {
                span = _span.Slice(_index + 1, length);
                _index += 1 + length;
                return true;
            }
        }

        return TryReadAnyStringSpan(out span);
    }

    /// <summary>The bytes of a bin, or null for nil. They live as long as the input.</summary>
    /// <remarks>A str is taken as well: writers older than the bin formats used it for bytes.</remarks>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
        {
            return null;
        }

        byte code = TakeByte();
        return TakeSequence(MessagePackCode.ToMessagePackType(code) == MessagePackType.String ? StringLength(code) : BytesLength(code));
    }

    private bool TryReadAnyStringSpan(out ReadOnlySpan<byte> span)
    {
        span = default;
        if (IsNil)
        {
            return false;
        }

        MessagePackReader ahead = this;
        int length = ahead.StringLength(ahead.TakeByte());
        if (ahead._index == ahead._span.Length)
        {
            // The header ends its segment, so the text may be in one piece after it.
            ahead.NextSegment();
        }

        if (length > ahead._span.Length - ahead._index)
        {
            return false;
        }

        span = ahead._span.Slice(ahead._index, length);
        ahead._index += length;
        this = ahead;
        return true;
    }

    private int StringLength(byte code) => LengthWithin(code switch
    {
        >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => code & 0x1fu,
        MessagePackCode.Str8 => TakeByte(),
        MessagePackCode.Str16 => TakeUInt16(),
        MessagePackCode.Str32 => TakeUInt32(),
        _ => throw Unexpected(code, "a str"),
    });

    private int BytesLength(byte code) => LengthWithin(code switch
    {
        MessagePackCode.Bin8 => TakeByte(),
        MessagePackCode.Bin16 => TakeUInt16(),
        MessagePackCode.Bin32 => TakeUInt32(),
        _ => throw Unexpected(code, "a bin"),
    });

    private readonly int LengthWithin(uint declared)
    {
        if (declared > Left)
        {
            throw Truncated(declared);
        }

        return Checked(declared);
    }
}
