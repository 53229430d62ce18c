using System.Text;

namespace Helios.Hocon;

/// <summary>Renders values as JSON. Numbers keep the spelling they were read with.</summary>
public static class HoconJsonWriter
{
    /// <summary>The value as JSON, indented by two blanks or on one line.</summary>
    public static string Write(HoconValue value, bool indented = true)
    {
        ArgumentNullException.ThrowIfNull(value);
        StringBuilder text = new();
        Append(text, value, indented, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder to, HoconValue value, bool indented, int level)
    {
        switch (value)
        {
            case HoconScalar { Kind: HoconKind.String } text:
                Quoting.AppendQuoted(to, text.Text);
                break;
            case HoconScalar scalar:
                to.Append(scalar.Text);
                break;
            case HoconArray { Count: 0 }:
                to.Append("[]");
                break;
            case HoconObject { Count: 0 }:
                to.Append("{}");
                break;
            case HoconArray array:
                to.Append('[');
                for (int i = 0; i < array.Count; i++)
                {
                    Separate(to, i, indented, level + 1);
                    Append(to, array[i], indented, level + 1);
                }

                Close(to, ']', indented, level);
                break;
            case HoconObject fields:
                to.Append('{');
                for (int i = 0; i < fields.Count; i++)
                {
                    Separate(to, i, indented, level + 1);
                    Quoting.AppendQuoted(to, fields[i].Key);
                    to.Append(indented ? ": " : ":");
                    Append(to, fields[i].Value, indented, level + 1);
                }

                Close(to, '}', indented, level);
                break;
        }
    }

    private static void Separate(StringBuilder to, int index, bool indented, int level)
    {
        if (index > 0)
        {
            to.Append(',');
        }

        if (indented)
        {
            to.Append('\n').Append(' ', level * 2);
        }
    }

    private static void Close(StringBuilder to, char bracket, bool indented, int level)
    {
        if (indented)
        {
            to.Append('\n').Append(' ', level * 2);
        }

        to.Append(bracket);
    }
}
