using System.Buffers;
using System.Globalization;

namespace Helios.MessagePack.Resolvers;

/// <summary>The table behind <see cref="BuiltinResolver"/>. The forms are those of the official package, byte for byte.</summary>
internal static class BuiltinFormatters
{
    private static readonly Dictionary<Type, IMessagePackFormatter> s_byType = [];

    static BuiltinFormatters()
    {
        AddStruct<bool>((ref w, v) => w.Write(v), (ref r) => r.ReadBoolean());
        AddStruct<byte>((ref w, v) => w.Write(v), (ref r) => r.ReadByte());
        AddStruct<sbyte>((ref w, v) => w.Write(v), (ref r) => r.ReadSByte());
        AddStruct<short>((ref w, v) => w.Write(v), (ref r) => r.ReadInt16());
        AddStruct<ushort>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt16());
        AddStruct<int>((ref w, v) => w.Write(v), (ref r) => r.ReadInt32());
        AddStruct<uint>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt32());
        AddStruct<long>((ref w, v) => w.Write(v), (ref r) => r.ReadInt64());
        AddStruct<ulong>((ref w, v) => w.Write(v), (ref r) => r.ReadUInt64());
        AddStruct<float>((ref w, v) => w.Write(v), (ref r) => r.ReadSingle());
        AddStruct<double>((ref w, v) => w.Write(v), (ref r) => r.ReadDouble());
        AddStruct<char>((ref w, v) => w.Write(v), (ref r) => r.ReadChar());
        AddStruct<Nil>((ref w, v) => w.WriteNil(), (ref r) => r.ReadNil());
        AddStruct<DateTime>((ref w, v) => w.Write(v), (ref r) => r.ReadDateTime());
        AddStruct<TimeSpan>((ref w, v) => w.Write(v.Ticks), (ref r) => new TimeSpan(r.ReadInt64()));
        AddStruct<DateTimeOffset>(WriteDateTimeOffset, ReadDateTimeOffset);
        AddStruct<Guid>(WriteGuid, ReadGuid);
        AddStruct<ReadOnlyMemory<byte>>((ref w, v) => w.Write(v.Span), (ref r) => r.ReadBytes() is { } bytes ? bytes.ToArray() : default);
        Add<byte[]?>(new ScalarFormatter<byte[]?>((ref w, v) => w.Write(v), (ref r) => r.ReadBytes()?.ToArray()));
        Add(NullableStringFormatter.Instance);
        AddCollections<string>();
        AddCollections<int>();
        AddCollections<long>();
        AddCollections<double>();
        Add(new ListFormatter<byte[]>());
        Add(new ArrayFormatter<byte[]>());
    }

    internal static IMessagePackFormatter? Find(Type type) => s_byType.GetValueOrDefault(type);

    private static void Add<T>(IMessagePackFormatter<T> formatter) => s_byType.Add(typeof(T), formatter);

    private static void AddStruct<T>(WriteScalar<T> write, ReadScalar<T> read)
        where T : struct
    {
        Add(new ScalarFormatter<T>(write, read));
        Add(new NullableFormatter<T>());
    }

    private static void AddCollections<T>()
    {
        Add(new ArrayFormatter<T>());
        Add(new ListFormatter<T>());
        Add(new DictionaryFormatter<string, T>());
    }

    private static void WriteDateTimeOffset(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.TotalOffsetMinutes);
    }

    private static DateTimeOffset ReadDateTimeOffset(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count != 2)
        {
            throw new MessagePackSerializationException($"a moment with offset has 2 elements, not {count}");
        }

        DateTime clock = reader.ReadDateTime();
        short minutes = reader.ReadInt16();
        try
        {
            return new DateTimeOffset(clock.Ticks, TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException error)
        {
            throw new MessagePackSerializationException($"{clock:O} with an offset of {minutes} minutes is no moment", error);
        }
    }

    private static void WriteGuid(ref MessagePackWriter writer, Guid value)
    {
        const int Length = 36;
        Span<byte> text = stackalloc byte[Length];
        value.TryFormat(text, out _);
        writer.WriteString(text);
    }

    private static Guid ReadGuid(ref MessagePackReader reader)
    {
        string? text = reader.ReadString();
        return Guid.TryParseExact(text, "D", out Guid value)
            ? value
            : throw new MessagePackSerializationException(string.Create(CultureInfo.InvariantCulture, $"expected a GUID just before byte {reader.Consumed}"));
    }
}
