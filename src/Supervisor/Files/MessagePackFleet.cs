using System.Buffers;
using System.Globalization;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>Fleet files and specifications in MessagePack: the same values as in HOCON or JSON, resolved.</summary>
public static class MessagePackFleet
{
    /// <summary>Writes values.</summary>
    public static byte[] Write(HoconValue value)
    {
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
    /// <exception cref="FleetFileException">Not a MessagePack map of texts, numbers, truth values, lists and maps.</exception>
    public static HoconObject Read(ReadOnlyMemory<byte> bytes, string name)
    {
        HoconOrigin origin = HoconOrigin.Described(name);
        try
        {
            MessagePackReader reader = new(bytes);
            HoconValue value = Read(ref reader, origin, MostDepth);
            return value as HoconObject ?? throw Fault(origin, "is not a map");
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException)
        {
            throw Fault(origin, $"is not MessagePack: {fault.Message}");
        }
    }

    private const int MostDepth = 64;

    private static void Write(ref MessagePackWriter writer, HoconValue value)
    {
        switch (value)
        {
            case HoconObject fields:
                writer.WriteMapHeader(fields.Count);
                foreach (HoconField field in fields)
                {
                    writer.Write(field.Key);
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
            case HoconScalar { Kind: HoconKind.Number } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole):
                writer.Write(whole);
                break;
            case HoconScalar { Kind: HoconKind.Number } number:
                writer.Write(double.Parse(number.Text, CultureInfo.InvariantCulture));
                break;
            case HoconScalar { Kind: HoconKind.String } text:
                writer.Write(text.Text);
                break;
            default:
                writer.WriteNil();
                break;
        }
    }

    private static HoconValue Read(ref MessagePackReader reader, HoconOrigin origin, int depth)
    {
        if (depth == 0)
        {
            throw Fault(origin, $"is nested more than {MostDepth} deep");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Map:
                int pairs = reader.ReadMapHeader();
                List<KeyValuePair<string, HoconValue>> fields = [];
                for (int i = 0; i < pairs; i++)
                {
                    string key = reader.ReadString() ?? throw Fault(origin, "has a key that is nil");
                    fields.Add(new(key, Read(ref reader, origin, depth - 1)));
                }

                return HoconObject.Of(fields, origin);
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
            case MessagePackType.Integer:
                return HoconScalar.Number(reader.ReadInt64(), origin);
            case MessagePackType.Float:
                return HoconScalar.Number(reader.ReadDouble(), origin);
            case MessagePackType.String:
                return HoconScalar.String(reader.ReadString() ?? "", origin);
            case MessagePackType.Nil:
                reader.ReadNil();
                return HoconScalar.Null(origin);
            default:
                throw Fault(origin, "has binary data or an extension, which mean nothing in a fleet");
        }
    }

    private static FleetFileException Fault(HoconOrigin origin, string message) => new([new HoconFault(origin, message)]);
}
