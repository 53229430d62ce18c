using System.Text;

namespace Helios.Hocon;

/// <summary>Renders values as HOCON that reads back as the same values.</summary>
public sealed class HoconWriter
{
    private readonly HoconWriterOptions _options;
    private readonly StringBuilder _text = new();

    private HoconWriter(HoconWriterOptions options) => _options = options;

    /// <summary>A whole document for an object or a list; for a simple value, what would stand after <c>=</c>.</summary>
    public static string Write(HoconValue value, HoconWriterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        HoconWriter writer = new(options ?? HoconWriterOptions.Default);
        if (value is HoconObject root)
        {
            writer.AppendFields(root, 0);
        }
        else
        {
            writer.AppendValue(value, 0);
        }

        return writer._text.ToString();
    }

    private void AppendFields(HoconObject fields, int level)
    {
        foreach (HoconField field in fields.Fields)
        {
            if (_options.ShowOrigins && field.Value.Origin.Line > 0)
            {
                _text.Append(' ', level * 2).Append("# ").Append(field.Value.Origin.File.ReplaceLineEndings(" ")).Append(':').Append(field.Value.Origin.Line).Append('\n');
            }

            _text.Append(' ', level * 2).Append(Quoting.Key(field.Key)).Append(field.Value is HoconObject ? " " : " = ");
            AppendValue(field.Value, level);
            _text.Append('\n');
        }
    }

    private void AppendValue(HoconValue value, int level)
    {
        switch (value)
        {
            case HoconScalar { Kind: HoconKind.String } text when _options.Unquoted && CanStandUnquoted(text.Text):
                _text.Append(text.Text);
                break;
            case HoconScalar { Kind: HoconKind.String } text:
                Quoting.AppendQuoted(_text, text.Text);
                break;
            case HoconScalar scalar:
                _text.Append(scalar.Text);
                break;
            case HoconArray { Count: 0 }:
                _text.Append("[]");
                break;
            case HoconArray array:
                AppendList(array, level);
                break;
            case HoconObject { Count: 0 }:
                _text.Append("{}");
                break;
            case HoconObject fields:
                _text.Append("{\n");
                AppendFields(fields, level + 1);
                _text.Append(' ', level * 2).Append('}');
                break;
        }
    }

    private void AppendList(HoconArray array, int level)
    {
        if (array.All(item => item is HoconScalar))
        {
            _text.Append('[');
            for (int i = 0; i < array.Count; i++)
            {
                _text.Append(i == 0 ? "" : ", ");
                AppendValue(array[i], level);
            }

            _text.Append(']');
            return;
        }

        _text.Append("[\n");
        foreach (HoconValue item in array)
        {
            _text.Append(' ', (level + 1) * 2);
            AppendValue(item, level + 1);
            _text.Append('\n');
        }

        _text.Append(' ', level * 2).Append(']');
    }

    /// <summary>
    /// Narrower than the specification: plain words and words of ASCII only, so that the result also survives readers that take
    /// more characters as special. Words that would read back as another type need quotes.
    /// </summary>
    internal static bool CanStandUnquoted(string text) =>
        text.Length > 0
        && !text.AsSpan().ContainsAnyExcept(Characters.PlainInValue)
        && !text.Contains("//", StringComparison.Ordinal)
        && text is not ("true" or "false" or "null" or "include")
        && (char.IsAsciiLetter(text[0]) || text[0] == '/' || IsQuantity(text));

    // 250ms and 64MiB are strings that people write without quotes.
    private static bool IsQuantity(string text) =>
        char.IsAsciiDigit(text[0]) && char.IsAsciiLetter(text[^1]) && text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzBEGKMPTYZ").IndexOfAnyExceptInRange('0', '9') < 0;
}
