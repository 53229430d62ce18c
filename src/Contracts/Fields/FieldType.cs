using System.Collections.Immutable;
using System.Text.Json;

namespace Helios.Contracts;

/// <summary>The type of a field: what its value looks like in a file, in a JSON Schema and to a reader.</summary>
/// <param name="Name">What the manual calls it.</param>
/// <param name="Shape">Its form in a file.</param>
public sealed record FieldType(string Name, FieldShape Shape)
{
    /// <summary>Any text.</summary>
    public static FieldType Text { get; } = new("text", FieldShape.Text);

    /// <summary>An absolute path.</summary>
    public static FieldType Path { get; } = new("path", FieldShape.Text);

    /// <summary>True or false, also yes, no, on and off.</summary>
    public static FieldType Flag { get; } = new("true or false", FieldShape.Flag);

    /// <summary>A whole number.</summary>
    public static FieldType Integer { get; } = new("whole number", FieldShape.Number);

    /// <summary>A count of bytes.</summary>
    public static FieldType Size { get; } = new("size", FieldShape.Quantity);

    /// <summary>An amount of time with its unit.</summary>
    public static FieldType Duration { get; } = new("duration", FieldShape.Quantity);

    /// <summary>A number that may have decimal places.</summary>
    public static FieldType Decimal { get; } = new("number", FieldShape.Quantity);

    /// <summary>An argument vector.</summary>
    public static FieldType Command { get; } = new("command", FieldShape.Command);

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public static FieldType List { get; } = new("list", FieldShape.List);

    /// <summary>A block of names with texts.</summary>
    public static FieldType Block { get; } = new("block", FieldShape.Block);

    /// <summary>A list whose items are texts or blocks.</summary>
    public static FieldType Mounts { get; } = new("list of mounts", FieldShape.Items);

    /// <summary>The words it may be; empty when it is not one of a few.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>One of a few words.</summary>
    public static FieldType OneOf(params ImmutableArray<string> choices) => new("one of " + string.Join(", ", choices), FieldShape.Text) { Choices = choices };

    /// <summary>Writes what JSON Schema says of such a value, inside an object that is open.</summary>
    internal void WriteSchema(Utf8JsonWriter json, FieldRange? range)
    {
        switch (Shape)
        {
            case FieldShape.Text when Choices.Length > 0:
                json.WriteStartArray("enum");
                foreach (string choice in Choices)
                {
                    json.WriteStringValue(choice);
                }

                json.WriteEndArray();
                break;
            case FieldShape.Text:
                Types(json, "string", "number");
                break;
            case FieldShape.Flag:
                Types(json, "boolean");
                break;
            case FieldShape.Number:
                Types(json, "integer");
                if (range is { } bounds)
                {
                    json.WriteNumber("minimum", bounds.Min);
                    json.WriteNumber("maximum", bounds.Max);
                }

                break;
            case FieldShape.Quantity:
                Types(json, "string", "number");
                break;
            case FieldShape.Command:
            case FieldShape.List:
                Types(json, "string", "array");
                json.WriteStartObject("items");
                Types(json, "string", "number");
                json.WriteEndObject();
                break;
            case FieldShape.Block:
                Types(json, "object");
                json.WriteStartObject("additionalProperties");
                Types(json, "string", "number", "boolean");
                json.WriteEndObject();
                break;
            case FieldShape.Items:
                Types(json, "array");
                json.WriteStartObject("items");
                Types(json, "string", "object");
                json.WriteEndObject();
                break;
        }
    }

    private static void Types(Utf8JsonWriter json, params ReadOnlySpan<string> types)
    {
        if (types.Length == 1)
        {
            json.WriteString("type", types[0]);
            return;
        }

        json.WriteStartArray("type");
        foreach (string type in types)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
    }
}
