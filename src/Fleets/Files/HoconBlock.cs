using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>A block of values that is being written. What is null is left out.</summary>
internal sealed class HoconBlock
{
    private readonly List<KeyValuePair<string, HoconValue>> _fields = [];

    internal static HoconArray Words(IEnumerable<string> words) => HoconArray.Of([.. words.Select(static word => HoconScalar.String(word))]);

    internal HoconBlock Add(string key, HoconValue? value)
    {
        if (value is not null)
        {
            _fields.Add(new(key, value));
        }

        return this;
    }

    internal HoconBlock Add(string key, string? text) => Add(key, text is null ? null : HoconScalar.String(text));

    internal HoconBlock Add(string key, long? number) => Add(key, number is { } value ? HoconScalar.Number(value) : null);

    /// <summary>Every field of a table that is set; a dot in its key is a block below.</summary>
    internal void Add<T>(FieldTable<T> table, T owner)
    {
        Dictionary<string, HoconBlock> levels = [];
        foreach (Field<T> row in table.Rows)
        {
            if (row.Get(owner) is not { } value)
            {
                continue;
            }

            int dot = row.Key.IndexOf('.', StringComparison.Ordinal);
            HoconBlock level = this;
            if (dot >= 0 && !levels.TryGetValue(row.Key[..dot], out level!))
            {
                levels.Add(row.Key[..dot], level = new HoconBlock());
            }

            level.Add(row.Key[(dot + 1)..], Value(value));
        }

        foreach ((string name, HoconBlock level) in levels)
        {
            Add(name, level.ToObject());
        }
    }

    internal HoconObject ToObject() => HoconObject.Of(_fields);

    private static HoconValue Value(FieldValue value) => value switch
    {
        FieldValue.Flag flag => HoconScalar.Boolean(flag.Value),
        FieldValue.Number number => HoconScalar.Number(number.Value),
        FieldValue.List list => HoconArray.Of([.. list.Items.Select(Value)]),
        FieldValue.Block block => HoconObject.Of([.. block.Entries.Select(static entry => new KeyValuePair<string, HoconValue>(entry.Key, Value(entry.Value)))]),
        _ => HoconScalar.String(value.AsText() ?? ""),
    };
}
