using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Helios.Cli;

/// <summary>Prints rows as a table, as JSON, by a template, or their first field alone.</summary>
internal sealed class RowWriter
{
    private readonly string? _format;
    private readonly bool _quiet;

    /// <param name="format"><c>table</c>, <c>json</c>, or a template with <c>{{.Name}}</c>; null is a table.</param>
    /// <param name="quiet">Whether only the first field is printed.</param>
    internal RowWriter(string? format, bool quiet) => (_format, _quiet) = (format, quiet);

    /// <summary>The option that every table has.</summary>
    internal static CliOption FormatOption() => FormatOption("table (default), json, or a template such as '{{.name}} {{.state}}'", "table|json|TEMPLATE");

    /// <summary>The same for a verb that prints something else unless asked.</summary>
    internal static CliOption FormatOption(string help, string value) => new("--format", ValueKind.Text, help) { ValueName = value, Section = "Output" };

    /// <summary>A writer whose template is tried on a row first, for a verb that changes something before it prints.</summary>
    /// <exception cref="CliException">The template names a field that is not there, or opens braces without closing them.</exception>
    internal static RowWriter Checked(string format, Row sample)
    {
        new RowWriter(format, quiet: false).Write(TextWriter.Null, [], [sample with { Cells = [] }]);
        return new RowWriter(format, quiet: false);
    }

    /// <summary>The option that prints names only.</summary>
    internal static CliOption QuietOption() => new("--quiet", ValueKind.Switch, "Print the names only", "-q") { Section = "Output" };

    /// <summary>Prints.</summary>
    internal void Write(TextWriter output, string[] columns, IReadOnlyList<Row> rows)
    {
        if (_quiet)
        {
            foreach (Row row in rows)
            {
                output.Write($"{row.Fields[0].Value}\n");
            }
        }
        else if (_format is null or "table")
        {
            WriteTable(output, columns, rows);
        }
        else if (_format == "json")
        {
            output.Write(Json(rows));
        }
        else
        {
            foreach (Row row in rows)
            {
                output.Write(Fill(_format, row) + "\n");
            }
        }
    }

    /// <summary>One row as JSON on one line.</summary>
    internal static string JsonLine(Row row)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Options(indented: false)))
        {
            WriteObject(json, row);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static string Json(IReadOnlyList<Row> rows)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, Options(indented: true)))
        {
            json.WriteStartArray();
            foreach (Row row in rows)
            {
                WriteObject(json, row);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length) + "\n";
    }

    private static JsonWriterOptions Options(bool indented)
        => new() { Indented = indented, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void WriteObject(Utf8JsonWriter json, Row row)
    {
        json.WriteStartObject();
        foreach (Field field in row.Fields)
        {
            json.WritePropertyName(field.Name);
            switch (field.Value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool truth:
                    json.WriteBooleanValue(truth);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                case double number:
                    json.WriteNumberValue(number);
                    break;
                case DateTimeOffset time:
                    json.WriteStringValue(time);
                    break;
                case IEnumerable<string> texts:
                    json.WriteStartArray();
                    foreach (string text in texts)
                    {
                        json.WriteStringValue(text);
                    }

                    json.WriteEndArray();
                    break;
                case IEnumerable<Row> rows:
                    json.WriteStartArray();
                    foreach (Row inner in rows)
                    {
                        WriteObject(json, inner);
                    }

                    json.WriteEndArray();
                    break;
                case object other:
                    json.WriteStringValue(other.ToString());
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteTable(TextWriter output, string[] columns, IReadOnlyList<Row> rows)
    {
        int[] widths = [.. columns.Select(static column => column.Length)];
        foreach (Row row in rows)
        {
            for (int i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row.Cells[i].Length);
            }
        }

        WriteLine(output, columns, widths);
        foreach (Row row in rows)
        {
            WriteLine(output, row.Cells, widths);
        }
    }

    private static void WriteLine(TextWriter output, string[] cells, int[] widths)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            output.Write(i == cells.Length - 1 ? cells[i] : cells[i].PadRight(widths[i] + 2));
        }

        output.Write('\n');
    }

    // {{.Name}}, {{ .name }}, \t and \n, as people know them from other tools.
    private static string Fill(string template, Row row)
    {
        StringBuilder text = new();
        ReadOnlySpan<char> rest = template.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        while (rest.IndexOf("{{") is >= 0 and int open)
        {
            int close = rest.IndexOf("}}");
            if (close < open)
            {
                throw new CliException($"--format: '{template}' opens {{{{ without closing it");
            }

            text.Append(rest[..open]).Append(ValueOf(row, rest[(open + 2)..close].Trim().TrimStart('.').ToString()));
            rest = rest[(close + 2)..];
        }

        return text.Append(rest).ToString();
    }

    private static string ValueOf(Row row, string name)
    {
        foreach (Field field in row.Fields)
        {
            if (string.Equals(field.Name.Replace("-", "", StringComparison.Ordinal), name.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            {
                return field.Value switch
                {
                    null => "",
                    IEnumerable<string> texts => string.Join(' ', texts),
                    IEnumerable<Row> rows => string.Join(", ", rows),
                    bool truth => truth ? "true" : "false",
                    IFormattable value => value.ToString(value is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture),
                    object value => value.ToString() ?? "",
                };
            }
        }

        throw new CliException($"--format: there is no field '{name}'; there are {string.Join(", ", row.Fields.Select(static field => field.Name))}");
    }
}
