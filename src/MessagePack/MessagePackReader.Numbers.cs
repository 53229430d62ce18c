namespace Helios.MessagePack;

public ref partial struct MessagePackReader
{
    /// <summary>Reads an integer of any width whose value fits.</summary>
    public byte ReadByte()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= byte.MinValue and <= byte.MaxValue ? (byte)value : throw DoesNotFit(value, huge, nameof(Byte));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public sbyte ReadSByte()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= sbyte.MinValue and <= sbyte.MaxValue ? (sbyte)value : throw DoesNotFit(value, huge, nameof(SByte));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public ushort ReadUInt16()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= ushort.MinValue and <= ushort.MaxValue ? (ushort)value : throw DoesNotFit(value, huge, nameof(UInt16));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public short ReadInt16()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= short.MinValue and <= short.MaxValue ? (short)value : throw DoesNotFit(value, huge, nameof(Int16));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public uint ReadUInt32()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= uint.MinValue and <= uint.MaxValue ? (uint)value : throw DoesNotFit(value, huge, nameof(UInt32));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public int ReadInt32()
    {
        long value = TakeInteger(out bool huge);
        return !huge && value is >= int.MinValue and <= int.MaxValue ? (int)value : throw DoesNotFit(value, huge, nameof(Int32));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public ulong ReadUInt64()
    {
        long value = TakeInteger(out bool huge);
        return huge || value >= 0 ? (ulong)value : throw DoesNotFit(value, huge, nameof(UInt64));
    }

    /// <summary>Reads an integer of any width whose value fits.</summary>
    public long ReadInt64()
    {
        long value = TakeInteger(out bool huge);
        return !huge ? value : throw DoesNotFit(value, huge, nameof(Int64));
    }

    /// <summary>Reads one UTF-16 code unit, written as an integer.</summary>
    public char ReadChar() => (char)ReadUInt16();

    /// <summary>Reads float 32, or any integer rounded to the nearest float.</summary>
    public float ReadSingle()
    {
        if (NextCode == MessagePackCode.Float32)
        {
            _index++;
            return BitConverter.UInt32BitsToSingle(TakeUInt32());
        }

        long value = TakeInteger(out bool huge, "a float 32 or an integer");
        return huge ? (ulong)value : value;
    }

    /// <summary>Reads float 64, float 32, or any integer rounded to the nearest double.</summary>
    public double ReadDouble()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float64:
                _index++;
                return BitConverter.UInt64BitsToDouble(TakeUInt64());
            case MessagePackCode.Float32:
                _index++;
                return BitConverter.UInt32BitsToSingle(TakeUInt32());
            default:
                long value = TakeInteger(out bool huge, "a number");
                return huge ? (ulong)value : value;
        }
    }

    private readonly MessagePackSerializationException DoesNotFit(long value, bool huge, string type)
        => OutOfRange($"the integer {(huge ? ((ulong)value).ToString() : value.ToString())} does not fit {type}");

    // huge: the value lies above long.MaxValue and the result holds its bits.
    private long TakeInteger(out bool huge, string wanted = "an integer")
    {
        huge = false;
        byte code = TakeByte();
        switch (code)
        {
            case <= MessagePackCode.MaxFixInt:
                return code;
            case >= MessagePackCode.MinNegativeFixInt:
                return (sbyte)code;
            case MessagePackCode.UInt8:
                return TakeByte();
            case MessagePackCode.UInt16:
                return TakeUInt16();
            case MessagePackCode.UInt32:
                return TakeUInt32();
            case MessagePackCode.UInt64:
                long value = (long)TakeUInt64();
                huge = value < 0;
                return value;
            case MessagePackCode.Int8:
                return (sbyte)TakeByte();
            case MessagePackCode.Int16:
                return (short)TakeUInt16();
            case MessagePackCode.Int32:
                return (int)TakeUInt32();
            case MessagePackCode.Int64:
                return (long)TakeUInt64();
            default:
                throw Unexpected(code, wanted);
        }
    }
}
