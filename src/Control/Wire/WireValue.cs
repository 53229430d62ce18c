using System.Collections.Immutable;
using Helios.Contracts;
using MessagePack;

namespace Helios.Control;

/// <summary>How the value of a field travels: as the MessagePack type of its own kind.</summary>
internal static class WireValue
{
    // A specification nests three levels deep; a message that nests further is none of ours.
    private const int MaxDepth = 8;

    internal static void Write(ref MessagePackWriter writer, FieldValue? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case FieldValue.Text text:
                Map.WriteText(ref writer, text.Value);
                break;
            case FieldValue.Flag flag:
                writer.Write(flag.Value);
                break;
            case FieldValue.Number number:
                writer.Write(number.Value);
                break;
            case FieldValue.List list:
                writer.WriteArrayHeader(list.Items.Length);
                foreach (FieldValue item in list.Items)
                {
                    Write(ref writer, item);
                }

                break;
            case FieldValue.Block block:
                writer.WriteMapHeader(block.Entries.Length);
                foreach ((string key, FieldValue entry) in block.Entries)
                {
                    Map.WriteText(ref writer, key);
                    Write(ref writer, entry);
                }

                break;
        }
    }

    /// <summary>Reads one; null for nil.</summary>
    internal static FieldValue? Read(ref MessagePackReader reader, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new MessagePackSerializationException($"a value nests deeper than {MaxDepth} levels");
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return null;
            case MessagePackType.String:
                return new FieldValue.Text(reader.ReadString()!);
            case MessagePackType.Boolean:
                return new FieldValue.Flag(reader.ReadBoolean());
            case MessagePackType.Integer:
                return new FieldValue.Number(reader.ReadInt64());
            case MessagePackType.Array:
                int count = reader.ReadArrayHeader();
                ImmutableArray<FieldValue>.Builder items = ImmutableArray.CreateBuilder<FieldValue>(Math.Min(count, 256));
                for (int i = 0; i < count; i++)
                {
                    items.Add(Read(ref reader, depth + 1) ?? throw new MessagePackSerializationException("an item of a list is nil"));
                }

                return new FieldValue.List(items.DrainToImmutable());
            case MessagePackType.Map:
                int pairs = reader.ReadMapHeader();
                ImmutableArray<KeyValuePair<string, FieldValue>>.Builder entries = ImmutableArray.CreateBuilder<KeyValuePair<string, FieldValue>>(Math.Min(pairs, 256));
                for (int i = 0; i < pairs; i++)
                {
                    string key = reader.ReadString() ?? throw new MessagePackSerializationException("a name is nil");
                    entries.Add(new(key, Read(ref reader, depth + 1) ?? throw new MessagePackSerializationException($"'{key}' is nil")));
                }

                return new FieldValue.Block(entries.DrainToImmutable());
            default:
                throw new MessagePackSerializationException($"{reader.NextMessagePackType} is not the value of a field");
        }
    }
}
