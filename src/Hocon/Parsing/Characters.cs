using System.Buffers;
using System.Globalization;

namespace Helios.Hocon;

/// <summary>The character classes of the specification.</summary>
internal static class Characters
{
    internal const char ByteOrderMark = '\uFEFF';

    /// <summary>Characters that cannot stand in an unquoted string, apart from white space.</summary>
    internal const string Forbidden = "$\"{}[]:=,+#`^?!@*&\\";

    /// <summary>ASCII characters that can neither end an unquoted word nor need a second look: most of every file.</summary>
    internal static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.();<>|~%'");

    /// <summary>What a writer leaves unquoted in a value.</summary>
    internal static readonly SearchValues<char> PlainInValue =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");

    /// <summary>The plain characters of a key: a dot separates there.</summary>
    internal static readonly SearchValues<char> PlainInKey =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    internal static bool IsForbidden(char c) => c < 128 && Forbidden.Contains(c, StringComparison.Ordinal);

    /// <summary>White space of HOCON, the newline included.</summary>
    internal static bool IsSpace(char c) => c switch
    {
        ' ' or '\t' or '\n' or '\r' or '\v' or '\f' or '\u001C' or '\u001D' or '\u001E' or '\u001F' => true,
        < '\u00A0' => false,
        ByteOrderMark => true,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    /// <summary>True for exactly the numbers of JSON.</summary>
    internal static bool IsNumber(ReadOnlySpan<char> text)
    {
        int at = 0;
        if (at < text.Length && text[at] == '-')
        {
            at++;
        }

        int digits = SkipDigits(text, ref at);
        if (digits == 0 || (digits > 1 && text[at - digits] == '0'))
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (SkipDigits(text, ref at) == 0)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
            {
                at++;
            }

            if (SkipDigits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}
