using System.Buffers;
using System.Globalization;
using System.Text;
using Helios.Hocon;
using MessagePack;

namespace Helios.Fleets;

/// <summary>Fleet files and specifications in MessagePack: the same values as in HOCON or JSON, resolved.</summary>
/// <remarks>
/// Whole numbers of 64 bits and floating-point numbers are MessagePack's own. A number that neither holds as it is spelt, such as <c>1.50</c> or one of
/// 30 digits, is the extension <see cref="SpeltNumber"/> with its spelling as ASCII, so that every file comes back as it was.
/// </remarks>
public static class MessagePackFleet
{
    /// <summary>The type of the extension that holds a number as it is spelt.</summary>
    public const sbyte SpeltNumber = 1;

    // As deep as HOCON goes.
    private const int MostDepth = 128;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes values.</summary>
    /// <exception cref="FleetFileException">A text holds half of a surrogate pair, which UTF-8 cannot carry.</exception>
    public static byte[] Write(HoconValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArrayBufferWriter<byte> bytes = new();
        MessagePackWriter writer = new(bytes);
        Write(ref writer, value);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, string)" path="/exception"/>
    internal static HoconObject ReadFile(string path, MemoryPool<byte> buffers)
    {
        using FileBytes file = FileBytes.Read(path, buffers);
        return Read(file.Memory, path);
    }

    /// <summary>Reads values.</summary>
    /// <param name="bytes">One map.</param>
    /// <param name="name">What faults call it.</param>
    /// <exception cref="FleetFileException">Not a MessagePack map of texts, numbers, truth values, lists and maps; the fault names the byte.</exception>
    public static HoconObject Read(ReadOnlyMemory<byte> bytes, string name)
    {
        HoconOrigin origin = HoconOrigin.Described(name);
        MessagePackReader reader = new(bytes);
        try
        {
            HoconValue value = Read(ref reader, origin, MostDepth);
            return value is not HoconObject root ? throw Fault(origin, 0, "is not a map")
                : reader.End ? root
                : throw Fault(origin, reader.Consumed, "goes on after its map");
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException)
        {
            throw Fault(origin, reader.Consumed, $"is not MessagePack: {fault.Message}");
        }
    }

    private static void Write(ref MessagePackWriter writer, HoconValue value)
    {
        switch (value)
        {
            case HoconObject fields:
                writer.WriteMapHeader(fields.Count);
                foreach (HoconField field in fields)
                {
                    writer.WriteString(Encoded(field.Key, field.KeyOrigin));
                    Write(ref writer, field.Value);
                }

                break;
            case HoconArray items:
                writer.WriteArrayHeader(items.Count);
                foreach (HoconValue item in items)
                {
                    Write(ref writer, item);
                }

                break;
            case HoconScalar { Kind: HoconKind.Boolean } flag:
                writer.Write(flag.Text == "true");
                break;
            case HoconScalar { Kind: HoconKind.Number } number:
                WriteNumber(ref writer, number.Text);
                break;
            case HoconScalar { Kind: HoconKind.String } text:
                writer.WriteString(Encoded(text.Text, text.Origin));
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static void WriteNumber(ref MessagePackWriter writer, string spelling)
    {
        if (long.TryParse(spelling, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && HoconScalar.Number(whole).Text == spelling)
        {
            writer.Write(whole);
        }
        else if (double.TryParse(spelling, CultureInfo.InvariantCulture, out double real) && double.IsFinite(real) && HoconScalar.Number(real).Text == spelling)
        {
            writer.Write(real);
        }
        else
        {
            writer.WriteExtensionFormat(new ExtensionResult(SpeltNumber, Encoding.ASCII.GetBytes(spelling)));
        }
    }

    private static byte[] Encoded(string text, HoconOrigin origin)
    {
        try
        {
            return s_strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new FleetFileException([new HoconFault(origin, "holds half of a surrogate pair, which MessagePack cannot carry; write the whole character")]);
        }
    }

    private static HoconValue Read(ref MessagePackReader reader, HoconOrigin origin, int depth)
    {
        long start = reader.Consumed;
        if (depth == 0)
        {
            throw Fault(origin, start, $"is nested more than {MostDepth} deep");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                return ReadMap(ref reader, origin, depth);
            case MessagePackType.Array:
                int count = reader.ReadArrayHeader();
                List<HoconValue> items = [];
                for (int i = 0; i < count; i++)
                {
                    items.Add(Read(ref reader, origin, depth - 1));
                }

                return HoconArray.Of(items, origin);
            case MessagePackType.Boolean:
                return HoconScalar.Boolean(reader.ReadBoolean(), origin);
            case MessagePackType.Integer when reader.NextCode == MessagePackCode.UInt64:
                return HoconScalar.NumberAsSpelt(reader.ReadUInt64().ToString(CultureInfo.InvariantCulture), origin);
            case MessagePackType.Integer:
                return HoconScalar.Number(reader.ReadInt64(), origin);
            case MessagePackType.Float:
                double real = reader.ReadDouble();
                return double.IsFinite(real) ? HoconScalar.Number(real, origin) : throw Fault(origin, start, $"has a number that is not finite");
            case MessagePackType.String:
                return HoconScalar.String(Text(ref reader, origin), origin);
            case MessagePackType.Nil:
                reader.ReadNil();
                return HoconScalar.Null(origin);
            case MessagePackType.Extension:
                return ReadSpelt(ref reader, origin);
            case MessagePackType.Unknown:
                throw Fault(origin, start, $"is not MessagePack: 0x{reader.NextCode:X2} begins no value");
            default:
                throw Fault(origin, start, "has binary data, which means nothing in a fleet");
        }
    }

    private static HoconObject ReadMap(ref MessagePackReader reader, HoconOrigin origin, int depth)
    {
        int pairs = reader.ReadMapHeader();
        List<KeyValuePair<string, HoconValue>> fields = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        for (int i = 0; i < pairs; i++)
        {
            long start = reader.Consumed;
            if (reader.NextMessagePackType != MessagePackType.String)
            {
                throw Fault(origin, start, "has a key that is not a text");
            }

            string key = Text(ref reader, origin);
            if (!keys.Add(key))
            {
                throw Fault(origin, start, $"has the key '{key}' twice in one map");
            }

            fields.Add(new(key, Read(ref reader, origin, depth - 1)));
        }

        return HoconObject.Of(fields, origin);
    }

    private static string Text(ref MessagePackReader reader, HoconOrigin origin)
    {
        long start = reader.Consumed;
        ReadOnlySequence<byte> bytes = reader.ReadStringSequence() ?? default;
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Fault(origin, start, "has a text that is not UTF-8");
        }
    }

    private static HoconScalar ReadSpelt(ref MessagePackReader reader, HoconOrigin origin)
    {
        long start = reader.Consumed;
        ExtensionResult extension = reader.ReadExtensionFormat();
        if (extension.TypeCode != SpeltNumber)
        {
            throw Fault(origin, start, $"has an extension of type {extension.TypeCode}, which means nothing in a fleet");
        }

        try
        {
            return HoconScalar.NumberAsSpelt(Encoding.ASCII.GetString(extension.Data), origin);
        }
        catch (FormatException fault)
        {
            throw Fault(origin, start, $"has a number that is none: {fault.Message}");
        }
    }

    private static FleetFileException Fault(HoconOrigin origin, long at, string message)
        => new([new HoconFault(HoconOrigin.Described(string.Create(CultureInfo.InvariantCulture, $"{origin.File}: byte {at}")), message)]);
}
