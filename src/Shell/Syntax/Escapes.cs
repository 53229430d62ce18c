using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Helios.Shell;

/// <summary>Whose backslash escapes are meant: they differ in what an octal number looks like and in whether <c>\c</c> ends the text.</summary>
internal enum EscapeDialect
{
    /// <summary><c>$'...'</c></summary>
    DollarQuote,

    /// <summary><c>echo -e</c> and <c>%b</c> of printf.</summary>
    Echo,

    /// <summary>The format of printf.</summary>
    PrintfFormat,
}

/// <summary>Backslash escapes.</summary>
internal static class Escapes
{
    /// <summary>Replaces them.</summary>
    /// <param name="text">With escapes.</param>
    /// <param name="dialect">Whose.</param>
    /// <param name="ends">Whether <c>\c</c> came: nothing more is to be written at all.</param>
    internal static string Replace(ReadOnlySpan<char> text, EscapeDialect dialect, out bool ends)
    {
        ends = false;
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        List<byte> bytes = new(text.Length);
        int at = 0;
        while (at < text.Length && !ends)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                Escape(text, ref at, dialect, bytes, out ends);
                continue;
            }

            int length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            bytes.AddRange(ByteText.Encode(text.Slice(at, length)));
            at += length;
        }

        return ByteText.Decode(CollectionsMarshal.AsSpan(bytes));
    }

    /// <summary>The other way: text that means the same in <c>$'...'</c>.</summary>
    internal static string Quote(string text)
    {
        StringBuilder quoted = new("$'");
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                '\\' => quoted.Append("\\\\"),
                '\'' => quoted.Append("\\'"),
                < ' ' or '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('\'').ToString();
    }

    private static void Escape(ReadOnlySpan<char> text, ref int at, EscapeDialect dialect, List<byte> bytes, out bool ends)
    {
        ends = false;
        char c = text[at++];
        byte? single = c switch
        {
            'a' => 7,
            'b' => 8,
            'e' or 'E' when dialect != EscapeDialect.PrintfFormat => 27,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' => (byte)'\\',
            '\'' or '"' or '?' when dialect == EscapeDialect.DollarQuote => (byte)c,
            _ => null,
        };
        if (single is { } known)
        {
            bytes.Add(known);
        }
        else if (c is >= '0' and <= '7' && (dialect != EscapeDialect.Echo || c == '0'))
        {
            // Of echo the zero is a sign and not a digit: \0101 is A.
            at -= dialect == EscapeDialect.Echo ? 0 : 1;
            AddCode(bytes, (int)ReadNumber(text, ref at, 8, 3), dialect);
        }
        else if (c == 'x' && at < text.Length && char.IsAsciiHexDigit(text[at]))
        {
            AddCode(bytes, (int)ReadNumber(text, ref at, 16, 2), dialect);
        }
        else if (c is 'u' or 'U' && at < text.Length && char.IsAsciiHexDigit(text[at]))
        {
            long code = ReadNumber(text, ref at, 16, c == 'u' ? 4 : 8);
            bytes.AddRange(ByteText.Encode((Rune.IsValid((uint)code) && code != 0 ? new Rune((uint)code) : Rune.ReplacementChar).ToString()));
        }
        else if (c == 'c' && dialect == EscapeDialect.DollarQuote && at < text.Length && text[at] > ' ')
        {
            AddCode(bytes, char.ToUpperInvariant(text[at++]) & 0x1f, dialect);
        }
        else if (c == 'c' && dialect == EscapeDialect.Echo)
        {
            ends = true;
        }
        else
        {
            bytes.Add((byte)'\\');
            at--;
            int length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            bytes.AddRange(ByteText.Encode(text.Slice(at, length)));
            at += length;
        }
    }

    // A word of the shell cannot hold a NUL; what is only written out can.
    private static void AddCode(List<byte> bytes, int code, EscapeDialect dialect)
    {
        if ((byte)code != 0 || dialect != EscapeDialect.DollarQuote)
        {
            bytes.Add((byte)code);
        }
    }

    private static long ReadNumber(ReadOnlySpan<char> text, ref int at, int radix, int most)
    {
        long value = 0;
        for (int digits = 0; digits < most && at < text.Length; digits++)
        {
            int digit = char.IsAsciiHexDigit(text[at]) ? Convert.ToInt32(text[at].ToString(), 16) : radix;
            if (digit >= radix)
            {
                break;
            }

            value = (value * radix) + digit;
            at++;
        }

        return value;
    }
}
