using System.Runtime.CompilerServices;

namespace Helios.MessagePack.Formatters;

/// <summary>An enum as its number. A number without a name is passed on: a newer side may know it.</summary>
public sealed class GenericEnumFormatter<T> : IMessagePackFormatter<T>
    where T : struct, Enum
{
    private static readonly TypeCode s_width = Type.GetTypeCode(typeof(T));

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        switch (s_width)
        {
            case TypeCode.Byte:
                writer.Write(Unsafe.BitCast<T, byte>(value));
                break;
            case TypeCode.SByte:
                writer.Write(Unsafe.BitCast<T, sbyte>(value));
                break;
            case TypeCode.UInt16:
                writer.Write(Unsafe.BitCast<T, ushort>(value));
                break;
            case TypeCode.Int16:
                writer.Write(Unsafe.BitCast<T, short>(value));
                break;
            case TypeCode.UInt32:
                writer.Write(Unsafe.BitCast<T, uint>(value));
                break;
            case TypeCode.Int32:
                writer.Write(Unsafe.BitCast<T, int>(value));
                break;
            case TypeCode.UInt64:
                writer.Write(Unsafe.BitCast<T, ulong>(value));
                break;
            default:
                writer.Write(Unsafe.BitCast<T, long>(value));
                break;
        }
    }

    /// <inheritdoc/>
    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => s_width switch
    {
        TypeCode.Byte => Unsafe.BitCast<byte, T>(reader.ReadByte()),
        TypeCode.SByte => Unsafe.BitCast<sbyte, T>(reader.ReadSByte()),
        TypeCode.UInt16 => Unsafe.BitCast<ushort, T>(reader.ReadUInt16()),
        TypeCode.Int16 => Unsafe.BitCast<short, T>(reader.ReadInt16()),
        TypeCode.UInt32 => Unsafe.BitCast<uint, T>(reader.ReadUInt32()),
        TypeCode.Int32 => Unsafe.BitCast<int, T>(reader.ReadInt32()),
        TypeCode.UInt64 => Unsafe.BitCast<ulong, T>(reader.ReadUInt64()),
        _ => Unsafe.BitCast<long, T>(reader.ReadInt64()),
    };
}
