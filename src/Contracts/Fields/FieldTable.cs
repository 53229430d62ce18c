using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Helios.Contracts;

/// <summary>All fields of something. Whoever reads, writes, checks, compares or describes it does so in a loop over this table.</summary>
/// <typeparam name="T">What has the fields.</typeparam>
public sealed class FieldTable<T>
{
    /// <param name="defaults">What has no field set.</param>
    /// <param name="rows">The fields, in the order of the manual.</param>
    public FieldTable(T defaults, params ImmutableArray<Field<T>> rows)
    {
        Defaults = defaults;
        Rows = rows;
    }

    /// <summary>What has no field set.</summary>
    public T Defaults { get; }

    /// <summary>The fields, in the order of the manual.</summary>
    public ImmutableArray<Field<T>> Rows { get; }

    /// <summary>A field by its key; null when there is none.</summary>
    public Field<T>? Find(string key) => Rows.FirstOrDefault(row => row.Key == key);

    /// <summary>A field by its key.</summary>
    public Field<T> this[string key] => Find(key) ?? throw new KeyNotFoundException($"there is no field '{key}'");

    /// <summary>Every range and rule that is broken, in the order of the table.</summary>
    public IEnumerable<SpecFault> Check(T owner)
    {
        foreach (Field<T> row in Rows)
        {
            if (row is { Range: { } range } && row.Get(owner) is FieldValue.Number number && range.Fault(number.Value) is { } fault)
            {
                yield return new SpecFault(row.Key, fault);
            }

            foreach (string problem in row.Rule?.Invoke(owner) ?? [])
            {
                yield return new SpecFault(row.Key, problem);
            }
        }
    }

    /// <summary>What it asks of a backend, and the field that asks.</summary>
    public IEnumerable<FeatureDemand> DemandsOf(T owner)
        => Rows.SelectMany(row => (row.Demands?.Invoke(owner) ?? []).Select(feature => new FeatureDemand(feature, row.Key)));

    /// <summary>The fields as text, one by one, so that two can be compared. A block has a line for each of its names.</summary>
    public IEnumerable<(string Path, string? Value, bool IsLive)> TextsOf(T owner)
    {
        foreach (Field<T> row in Rows)
        {
            FieldValue? value = row.Get(owner);
            if (row.Type.Shape == FieldShape.Block)
            {
                foreach ((string key, FieldValue item) in (value as FieldValue.Block)?.Entries ?? [])
                {
                    yield return ($"{row.Key}.{key}", item.AsText(), row.IsLive);
                }
            }
            else
            {
                yield return (row.Key, value is null ? null : row.Text(value), row.IsLive);
            }
        }
    }

    /// <summary>Writes every field that is set into a JSON object that is open, levels as objects.</summary>
    public void WriteTo(Utf8JsonWriter json, T owner)
        => WriteLevels(json, Rows.Where(row => row.Get(owner) is not null), (row, name) =>
        {
            json.WritePropertyName(name);
            row.Get(owner)!.WriteTo(json);
        });

    /// <summary>Writes the properties of a JSON Schema into an object that is open.</summary>
    public void WriteSchema(Utf8JsonWriter json) => WriteLevels(
        json, Rows, (row, name) =>
        {
            json.WriteStartObject(name);
            json.WriteString("description", row.Doc);
            row.Type.WriteSchema(json, row.Range);
            json.WriteEndObject();
        },
        schema: true);

    /// <summary>The table as the manual prints it: key, type, default, option, what it is.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new("| key | type | default | option | |\n| --- | --- | --- | --- | --- |\n");
        foreach (Field<T> row in Rows)
        {
            string type = row.Range is { } range ? $"{row.Type.Name}, {range}" : row.Type.Name;
            string value = row.Unset ?? row.TextOf(Defaults) ?? "";
            text.Append($"| `{row.Key}` | {type} | {value} | {(row.Option is { } option ? $"`{option.Name}`" : "")} | {row.Doc} |\n");
        }

        return text.ToString();
    }

    // Rows of one level stand together: "limits.memory", "limits.swap".
    private static void WriteLevels(Utf8JsonWriter json, IEnumerable<Field<T>> rows, Action<Field<T>, string> write, bool schema = false)
    {
        string level = "";
        foreach (Field<T> row in rows)
        {
            int dot = row.Key.IndexOf('.', StringComparison.Ordinal);
            string own = dot < 0 ? "" : row.Key[..dot];
            if (own != level)
            {
                Close();
                Open(own);
                level = own;
            }

            write(row, row.Key[(dot + 1)..]);
        }

        Close();

        void Open(string name)
        {
            if (name.Length > 0)
            {
                json.WriteStartObject(name);
                if (schema)
                {
                    json.WriteString("type", "object");
                    json.WriteBoolean("additionalProperties", false);
                    json.WriteStartObject("properties");
                }
            }
        }

        void Close()
        {
            if (level.Length > 0)
            {
                json.WriteEndObject();
                if (schema)
                {
                    json.WriteEndObject();
                }
            }
        }
    }
}
