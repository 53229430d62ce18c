using System.Globalization;
using System.Text;

namespace Helios.Cli;

/// <summary>Text of others as it may go to a terminal: what a terminal would obey, or would use to show something else than is there, is written out.</summary>
/// <remarks>Control characters of ISO 6429 (C0 and C1) without newline and tab, and the characters of Unicode that change the direction of what follows.</remarks>
internal static class TerminalText
{
    /// <summary>The same text with every such character as <c>\x1b</c> or <c>\u202e</c>.</summary>
    internal static string Escape(string text)
    {
        int first = text.AsSpan().IndexOfAnyExcept(s_plain);
        if (first < 0 || !text.Any(IsObeyed))
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 16);
        foreach (char character in text)
        {
            Append(escaped, character);
        }

        return escaped.ToString();
    }

    /// <summary>Whether a terminal would do something else with it than show it.</summary>
    internal static bool IsObeyed(char character)
        => character is (< ' ' and not ('\n' or '\t')) or (>= '\x7f' and < '\xa0') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\u200e' or '\u200f';

    private static readonly System.Buffers.SearchValues<char> s_plain = System.Buffers.SearchValues.Create(
        "\n\t !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private static void Append(StringBuilder text, char character)
    {
        if (!IsObeyed(character))
        {
            text.Append(character);
            return;
        }

        text.Append(character < '\u0100' ? "\\x" : "\\u").Append(((int)character).ToString(character < '\u0100' ? "x2" : "x4", CultureInfo.InvariantCulture));
    }
}
