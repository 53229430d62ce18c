using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Helios.Contracts;

/// <summary>The value of a field in the one form that file, wire, JSON and command line have in common.</summary>
/// <remarks>A field takes every spelling of its value (the text <c>64M</c> or the number 67108864) and gives one.</remarks>
public abstract record FieldValue
{
    private FieldValue()
    {
    }

    /// <summary>A list of texts.</summary>
    public static FieldValue Of(IEnumerable<string> texts) => new List([.. texts.Select(static text => (FieldValue)new Text(text))]);

    /// <summary>A number in decimal digits, a flag as true or false; a text as it is. Null for a list or a block.</summary>
    public string? AsText() => this switch
    {
        Text text => text.Value,
        Flag flag => flag.Value ? "true" : "false",
        Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Writes it as JSON.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        switch (this)
        {
            case Text text:
                json.WriteStringValue(text.Value);
                break;
            case Flag flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case Number number:
                json.WriteNumberValue(number.Value);
                break;
            case List list:
                json.WriteStartArray();
                foreach (FieldValue item in list.Items)
                {
                    item.WriteTo(json);
                }

                json.WriteEndArray();
                break;
            case Block block:
                json.WriteStartObject();
                foreach ((string key, FieldValue value) in block.Entries)
                {
                    json.WritePropertyName(key);
                    value.WriteTo(json);
                }

                json.WriteEndObject();
                break;
        }
    }

    /// <summary>A text.</summary>
    /// <param name="Value">As it is spelt.</param>
    public sealed record Text(string Value) : FieldValue;

    /// <summary>A truth value.</summary>
    /// <param name="Value">True or false.</param>
    public sealed record Flag(bool Value) : FieldValue;

    /// <summary>A whole number.</summary>
    /// <param name="Value">In the unit of its field.</param>
    public sealed record Number(long Value) : FieldValue;

    /// <summary>Values in order.</summary>
    /// <param name="Items">The values.</param>
    public sealed record List(ImmutableArray<FieldValue> Items) : FieldValue;

    /// <summary>Named values in order.</summary>
    /// <param name="Entries">Each name once.</param>
    public sealed record Block(ImmutableArray<KeyValuePair<string, FieldValue>> Entries) : FieldValue
    {
        /// <summary>The value of a name; null when there is none.</summary>
        public FieldValue? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;
    }
}
