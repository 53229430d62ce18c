namespace Helios.MessagePack;

public ref partial struct MessagePackWriter
{
    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(byte value) => Write((uint)value);

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(ushort value) => Write((uint)value);

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(sbyte value) => Write((int)value);

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(short value) => Write((int)value);

    /// <summary>Writes one UTF-16 code unit as an integer.</summary>
    public void Write(char value) => Write((uint)value);

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(uint value)
    {
        if (value <= MessagePackRange.MaxFixPositiveInt)
        {
            WriteCode((byte)value);
        }
        else if (value <= byte.MaxValue)
        {
            WriteCode8(MessagePackCode.UInt8, (byte)value);
        }
        else if (value <= ushort.MaxValue)
        {
            WriteCode16(MessagePackCode.UInt16, (ushort)value);
        }
        else
        {
            WriteCode32(MessagePackCode.UInt32, value);
        }
    }

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(int value)
    {
        if (value >= 0)
        {
            Write((uint)value);
        }
        else if (value >= MessagePackRange.MinFixNegativeInt)
        {
            WriteCode((byte)value);
        }
        else if (value >= sbyte.MinValue)
        {
            WriteCode8(MessagePackCode.Int8, (byte)value);
        }
        else if (value >= short.MinValue)
        {
            WriteCode16(MessagePackCode.Int16, (ushort)value);
        }
        else
        {
            WriteCode32(MessagePackCode.Int32, (uint)value);
        }
    }

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(ulong value)
    {
        if (value <= uint.MaxValue)
        {
            Write((uint)value);
        }
        else
        {
            WriteCode64(MessagePackCode.UInt64, value);
        }
    }

    /// <summary>Writes an integer in its shortest form.</summary>
    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
        }
        else if (value >= int.MinValue)
        {
            Write((int)value);
        }
        else
        {
            WriteCode64(MessagePackCode.Int64, (ulong)value);
        }
    }

    /// <summary>Writes float 32.</summary>
    public void Write(float value) => WriteCode32(MessagePackCode.Float32, BitConverter.SingleToUInt32Bits(value));

    /// <summary>Writes float 64.</summary>
    public void Write(double value) => WriteCode64(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes int 8 even where a shorter form exists.</summary>
    public void WriteInt8(sbyte value) => WriteCode8(MessagePackCode.Int8, (byte)value);

    /// <summary>Writes int 16 even where a shorter form exists.</summary>
    public void WriteInt16(short value) => WriteCode16(MessagePackCode.Int16, (ushort)value);

    /// <summary>Writes int 32 even where a shorter form exists.</summary>
    public void WriteInt32(int value) => WriteCode32(MessagePackCode.Int32, (uint)value);

    /// <summary>Writes int 64 even where a shorter form exists.</summary>
    public void WriteInt64(long value) => WriteCode64(MessagePackCode.Int64, (ulong)value);

    /// <summary>Writes uint 8 even where a shorter form exists.</summary>
    public void WriteUInt8(byte value) => WriteCode8(MessagePackCode.UInt8, value);

    /// <summary>Writes uint 16 even where a shorter form exists.</summary>
    public void WriteUInt16(ushort value) => WriteCode16(MessagePackCode.UInt16, value);

    /// <summary>Writes uint 32 even where a shorter form exists.</summary>
    public void WriteUInt32(uint value) => WriteCode32(MessagePackCode.UInt32, value);

    /// <summary>Writes uint 64 even where a shorter form exists.</summary>
    public void WriteUInt64(ulong value) => WriteCode64(MessagePackCode.UInt64, value);
}
