namespace Helios.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads what stands in front of an extension's data. As many bytes as it declares are left at least.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        ExtensionHeader header = ExtensionAfter(TakeByte());
        _ = LengthWithin(header.Length);
        return header;
    }

    /// <summary>Like <see cref="ReadExtensionFormatHeader"/>, but false, without moving, when the header itself is not complete yet.</summary>
    public bool TryReadExtensionFormatHeader(out ExtensionHeader extensionHeader)
    {
        extensionHeader = default;
        if (End)
        {
            return false;
        }

        int size = NextCode switch
        {
            MessagePackCode.Ext8 => 3,
            MessagePackCode.Ext16 => 4,
            MessagePackCode.Ext32 => 6,
            >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16 => 2,
            _ => 1,
        };
        if (size > Left)
        {
            return false;
        }

        extensionHeader = ExtensionAfter(TakeByte());
        return true;
    }

    /// <summary>Reads a whole extension. Its data lives as long as the input.</summary>
    public ExtensionResult ReadExtensionFormat()
    {
        ExtensionHeader header = ReadExtensionFormatHeader();
        return new ExtensionResult(header.TypeCode, TakeSequence(header.Length));
    }

    /// <summary>Reads a timestamp of any of its three widths, as UTC in ticks of 100 ns; what is finer is cut off.</summary>
    public DateTime ReadDateTime() => ReadDateTime(ReadExtensionFormatHeader());

    /// <summary>Reads the data of a timestamp whose header has been read.</summary>
    public DateTime ReadDateTime(ExtensionHeader header)
    {
        if (header.TypeCode != ReservedMessagePackExtensionTypeCode.DateTime)
        {
            throw new MessagePackSerializationException($"expected a timestamp just before byte {Consumed} but found extension type {header.TypeCode}");
        }

        switch (header.Length)
        {
            case 4:
                return Moment(TakeUInt32(), 0);
            case 8:
                ulong both = TakeUInt64();
                return Moment((long)(both & 0x3_ffff_ffff), (uint)(both >> 34));
            case 12:
                uint nanoseconds = TakeUInt32();
                return Moment((long)TakeUInt64(), nanoseconds);
            default:
                throw new MessagePackSerializationException($"a timestamp has 4, 8 or 12 bytes, not {header.Length}, just before byte {Consumed}");
        }
    }

    private readonly DateTime Moment(long seconds, uint nanoseconds)
    {
        const uint NanosecondsPerSecond = 1_000_000_000;
        if (nanoseconds >= NanosecondsPerSecond)
        {
            throw OutOfRange($"a timestamp's {nanoseconds} nanoseconds are a second or more");
        }

        long earliest = -DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond;
        long latest = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        if (seconds < earliest || seconds > latest)
        {
            throw OutOfRange($"a timestamp of {seconds} s from 1970 is outside the years 1 to 9999");
        }

        return DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private ExtensionHeader ExtensionAfter(byte code)
    {
        uint length = code switch
        {
            MessagePackCode.FixExt1 => 1,
            MessagePackCode.FixExt2 => 2,
            MessagePackCode.FixExt4 => 4,
            MessagePackCode.FixExt8 => 8,
            MessagePackCode.FixExt16 => 16,
            MessagePackCode.Ext8 => TakeByte(),
            MessagePackCode.Ext16 => TakeUInt16(),
            MessagePackCode.Ext32 => TakeUInt32(),
            _ => throw Unexpected(code, "an extension"),
        };
        return new ExtensionHeader((sbyte)TakeByte(), length);
    }
}
