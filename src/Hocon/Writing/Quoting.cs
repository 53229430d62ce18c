using System.Globalization;
using System.Text;

namespace Helios.Hocon;

/// <summary>When a string needs quotes, and how it looks in them.</summary>
internal static class Quoting
{
    /// <summary>One element of a path, quoted unless it is a plain word.</summary>
    internal static string Key(string key) =>
        key.Length > 0 && key != "include" && !key.AsSpan().ContainsAnyExcept(Characters.PlainInKey) ? key : Quote(key);

    /// <summary>A JSON string literal; readable characters beyond ASCII stay as they are.</summary>
    internal static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        AppendQuoted(quoted, text);
        return quoted.ToString();
    }

    internal static void AppendQuoted(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"': to.Append("\\\""); break;
                case '\\': to.Append("\\\\"); break;
                case '\n': to.Append("\\n"); break;
                case '\r': to.Append("\\r"); break;
                case '\t': to.Append("\\t"); break;
                case '\b': to.Append("\\b"); break;
                case '\f': to.Append("\\f"); break;
                default:
                    // Control characters, line separators that some readers break at, and halves of surrogate pairs, which UTF-8 cannot carry.
                    if (char.IsControl(c) || c is '\u2028' or '\u2029' or Characters.ByteOrderMark || char.IsSurrogate(c))
                    {
                        to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        to.Append(c);
                    }

                    break;
            }
        }

        to.Append('"');
    }
}
