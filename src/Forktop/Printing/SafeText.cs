using System.Text;

namespace Helios.Forktop;

/// <summary>The one way of what processes say to a terminal: control characters become visible and cannot move the cursor or worse.</summary>
internal static class SafeText
{
    /// <summary>The text with control characters as in C: <c>\n</c>, <c>\x1b</c>.</summary>
    internal static string Escape(string text)
    {
        int at = 0;
        while (at < text.Length && !Needs(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        StringBuilder escaped = new(text, 0, at, text.Length + 8);
        for (; at < text.Length; at++)
        {
            char c = text[at];
            _ = c switch
            {
                '\n' => escaped.Append("\\n"),
                '\t' => escaped.Append("\\t"),
                '\r' => escaped.Append("\\r"),
                _ when Needs(c) => escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A word as a shell needs it quoted.</summary>
    internal static string Quote(string word)
    {
        if (word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || "_-./=:,+@%^".Contains(c, StringComparison.Ordinal)))
        {
            return word;
        }

        return word.Any(char.IsControl)
            ? "$'" + Escape(word.Replace("\\", "\\\\", StringComparison.Ordinal)).Replace("'", "\\'", StringComparison.Ordinal) + "'"
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>A command line as a shell needs it quoted.</summary>
    internal static string CommandLine(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    // The right-to-left overrides reorder what a reader sees.
    private static bool Needs(char c) => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
