using System.Buffers.Binary;

namespace Helios.MessagePack;

public ref partial struct MessagePackWriter
{
    /// <summary>Writes a moment as the specification's timestamp, in 4, 8 or 12 bytes, whichever is the shortest that holds it.</summary>
    /// <remarks>A local time is converted to UTC; an unspecified one is taken for UTC.</remarks>
    public void Write(DateTime dateTime)
    {
        if (dateTime.Kind == DateTimeKind.Local)
        {
            dateTime = dateTime.ToUniversalTime();
        }

        long ticks = dateTime.Ticks - DateTime.UnixEpoch.Ticks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        if (rest < 0)
        {
            // Nanoseconds only count forward, so a moment before 1970 borrows a second.
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        uint nanoseconds = (uint)(rest * TimeSpan.NanosecondsPerTick);
        if (seconds >> 34 != 0)
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 12));
            Span<byte> room = Room(12);
            BinaryPrimitives.WriteInt64BigEndian(room[4..], seconds);
            BinaryPrimitives.WriteUInt32BigEndian(room, nanoseconds);
            _used += 12;
        }
        else if (nanoseconds == 0 && seconds <= uint.MaxValue)
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 4));
            BinaryPrimitives.WriteUInt32BigEndian(Room(4), (uint)seconds);
            _used += 4;
        }
        else
        {
            WriteExtensionFormatHeader(new ExtensionHeader(ReservedMessagePackExtensionTypeCode.DateTime, 8));
            BinaryPrimitives.WriteUInt64BigEndian(Room(8), ((ulong)nanoseconds << 34) | (ulong)seconds);
            _used += 8;
        }
    }

    /// <summary>Announces an extension, whose data follows through <see cref="WriteRaw(ReadOnlySpan{byte})"/>.</summary>
    public void WriteExtensionFormatHeader(ExtensionHeader extensionHeader)
    {
        byte type = (byte)extensionHeader.TypeCode;
        uint length = extensionHeader.Length;
        switch (length)
        {
            case 1:
                WriteCode8(MessagePackCode.FixExt1, type);
                break;
            case 2:
                WriteCode8(MessagePackCode.FixExt2, type);
                break;
            case 4:
                WriteCode8(MessagePackCode.FixExt4, type);
                break;
            case 8:
                WriteCode8(MessagePackCode.FixExt8, type);
                break;
            case 16:
                WriteCode8(MessagePackCode.FixExt16, type);
                break;
            case <= byte.MaxValue:
                WriteCode8(MessagePackCode.Ext8, (byte)length);
                WriteCode(type);
                break;
            case <= ushort.MaxValue:
                WriteCode16(MessagePackCode.Ext16, (ushort)length);
                WriteCode(type);
                break;
            default:
                WriteCode32(MessagePackCode.Ext32, length);
                WriteCode(type);
                break;
        }
    }

    /// <summary>Writes a whole extension.</summary>
    public void WriteExtensionFormat(ExtensionResult extensionData)
    {
        WriteExtensionFormatHeader(extensionData.Header);
        WriteRaw(extensionData.Data);
    }
}
