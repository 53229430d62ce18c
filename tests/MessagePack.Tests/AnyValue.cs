using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Helios.MessagePack.Tests;

/// <summary>Any MessagePack value as plain objects: generated, written, read back and described as text.</summary>
/// <remarks>
/// null, bool, long, ulong (only above long.MaxValue), float, double, string, byte[], DateTime, ExtensionResult,
/// object?[] for arrays and KeyValuePair&lt;object?, object?&gt;[] for maps.
/// </remarks>
internal static class AnyValue
{
    private static readonly long[] s_edges =
        [0, 1, 127, 128, 255, 256, 65535, 65536, uint.MaxValue, 1L + uint.MaxValue, long.MaxValue,
         -1, -32, -33, -128, -129, -32768, -32769, int.MinValue, int.MinValue - 1L, long.MinValue];

    private static Gen<object?> Text { get; } =
        from pieces in Gen.Elements("", "a", "web-1", "naïve", "日本", "🚀", "\0", "0123456789", "x y").ArrayOf()
        from filler in Gen.Frequency((20, Gen.Choose(0, 40)), (1, Gen.Elements(255, 256, 65535, 65536)))
        select (object?)(string.Concat(pieces) + new string('-', filler));

    private static Gen<byte[]> Blob { get; } =
        from length in Gen.Frequency((20, Gen.Choose(0, 20)), (1, Gen.Elements(255, 256, 65535, 65536)))
        from start in Gen.Choose(0, 255)
        select Enumerable.Range(start, length).Select(i => (byte)i).ToArray();

    private static Gen<object?> Leaf { get; } = Gen.OneOf(
        Gen.Constant((object?)null),
        Gen.Elements<object?>(true, false),
        Gen.Elements(s_edges).Select(edge => (object?)edge),
        Gen.Choose(-70000, 70000).Select(value => (object?)(long)value),
        Gen.Elements<object?>(ulong.MaxValue, 1UL + long.MaxValue),
        Gen.Choose(-1000, 1000).Select(value => (object?)(value / 7.0)),
        Gen.Elements<object?>(double.NaN, double.PositiveInfinity, double.MaxValue, -0.0, double.Epsilon),
        Gen.Elements<object?>(1.5f, float.NegativeInfinity, float.Epsilon),
        Text,
        Blob.Select(blob => (object?)blob),
        from type in Gen.Choose(0, 127)
        from data in Blob
        select (object?)new ExtensionResult((sbyte)type, data),
        from seconds in Gen.Elements(0L, 1, uint.MaxValue, 1L + uint.MaxValue, (1L << 34) - 1, 1L << 34, -1, -62135596800, 253402300799)
        from ticks in Gen.Elements(0, 1, 9_999_999)
        select (object?)DateTime.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + ticks));

    internal static Arbitrary<object?> Arbitrary { get; } = Gen.Sized(size => Tree(Math.Min(size, 40), Leaf)).ToArbitrary();

    /// <summary>Maps with text keys only, as Python's dictionaries need them, and no float 32, which Python does not have.</summary>
    internal static Gen<object?> ForPython { get; } = Gen.Sized(size => Tree(Math.Min(size, 40), Text)).Where(tree => !HasSingle(tree));

    internal static byte[] Encode(object? value) => Bytes.Of((ref writer) => Write(ref writer, value));

    internal static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case long number:
                writer.Write(number);
                break;
            case ulong number:
                writer.Write(number);
                break;
            case float number:
                writer.Write(number);
                break;
            case double number:
                writer.Write(number);
                break;
            case string text:
                writer.Write(text);
                break;
            case byte[] blob:
                writer.Write(blob);
                break;
            case DateTime moment:
                writer.Write(moment);
                break;
            case ExtensionResult extension:
                writer.WriteExtensionFormat(extension);
                break;
            case KeyValuePair<object?, object?>[] map:
                writer.WriteMapHeader(map.Length);
                foreach ((object? key, object? item) in map)
                {
                    Write(ref writer, key);
                    Write(ref writer, item);
                }

                break;
            case object?[] array:
                writer.WriteArrayHeader(array.Length);
                foreach (object? item in array)
                {
                    Write(ref writer, item);
                }

                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not among the kinds of value", nameof(value));
        }
    }

    internal static object? Read(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                return reader.ReadNil() == Nil.Default ? null : "never";
            case MessagePackType.Boolean:
                return reader.ReadBoolean();
            case MessagePackType.Integer:
                if (reader.NextCode != MessagePackCode.UInt64)
                {
                    return reader.ReadInt64();
                }

                ulong number = reader.ReadUInt64();
                return number <= long.MaxValue ? (long)number : number;
            case MessagePackType.Float:
                return reader.NextCode == MessagePackCode.Float32 ? (object)reader.ReadSingle() : reader.ReadDouble();
            case MessagePackType.String:
                return reader.ReadString();
            case MessagePackType.Binary:
                return reader.ReadBytes().GetValueOrDefault().ToArray();
            case MessagePackType.Extension:
                MessagePackReader ahead = reader.CreatePeekReader();
                if (ahead.ReadExtensionFormatHeader().TypeCode == ReservedMessagePackExtensionTypeCode.DateTime)
                {
                    return reader.ReadDateTime();
                }

                ExtensionResult extension = reader.ReadExtensionFormat();
                return new ExtensionResult(extension.TypeCode, extension.Data.ToArray());
            case MessagePackType.Array:
                MessagePackSecurity.UntrustedData.DepthStep(ref reader);
                List<object?> items = [];
                for (int left = reader.ReadArrayHeader(); left > 0; left--)
                {
                    items.Add(Read(ref reader));
                }

                reader.Depth--;
                return items.ToArray();
            case MessagePackType.Map:
                MessagePackSecurity.UntrustedData.DepthStep(ref reader);
                List<KeyValuePair<object?, object?>> map = [];
                for (int left = reader.ReadMapHeader(); left > 0; left--)
                {
                    map.Add(KeyValuePair.Create(Read(ref reader), Read(ref reader)));
                }

                reader.Depth--;
                return map.ToArray();
            default:
                throw new MessagePackSerializationException("0xc1 starts no value");
        }
    }

    /// <summary>The same text as <c>describe</c> of exchange.py.</summary>
    internal static string Describe(object? value)
    {
        StringBuilder text = new();
        Describe(text, value);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("nil");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case float number:
                text.Append(CultureInfo.InvariantCulture, $"f{BitConverter.SingleToUInt32Bits(number):x8}");
                break;
            case double number:
                text.Append(CultureInfo.InvariantCulture, $"d{BitConverter.DoubleToUInt64Bits(number):x16}");
                break;
            case string words:
                text.Append('s').Append(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(words)));
                break;
            case byte[] blob:
                text.Append('b').Append(Convert.ToHexStringLower(blob));
                break;
            case DateTime moment:
                long ticks = moment.Ticks - DateTime.UnixEpoch.Ticks;
                long seconds = (long)Math.Floor(ticks / (decimal)TimeSpan.TicksPerSecond);
                text.Append(CultureInfo.InvariantCulture, $"t({seconds},{(ticks - (seconds * TimeSpan.TicksPerSecond)) * 100})");
                break;
            case ExtensionResult extension:
                text.Append(CultureInfo.InvariantCulture, $"e({extension.TypeCode},{Convert.ToHexStringLower(extension.Data.ToArray())})");
                break;
            case KeyValuePair<object?, object?>[] map:
                text.Append('{');
                foreach ((object? key, object? item) in map)
                {
                    Describe(text, key);
                    text.Append(':');
                    Describe(text, item);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case object?[] array:
                text.Append('[');
                foreach (object? item in array)
                {
                    Describe(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    private static Gen<object?> Tree(int size, Gen<object?> keys)
    {
        if (size == 0)
        {
            return Leaf;
        }

        Gen<object?> child = Tree(size / 4, keys);
        Gen<object?> array = child.ArrayOf().Select(items => (object?)items);
        Gen<object?> map = (from key in keys from item in child select KeyValuePair.Create(key, item)).ArrayOf()
            .Select(pairs => (object?)pairs.DistinctBy(pair => Describe(pair.Key)).ToArray());
        return Gen.Frequency((3, Leaf), (1, array), (1, map));
    }

    private static bool HasSingle(object? value) => value switch
    {
        float => true,
        KeyValuePair<object?, object?>[] map => map.Any(pair => HasSingle(pair.Value)),
        object?[] array => array.Any(HasSingle),
        _ => false,
    };
}
