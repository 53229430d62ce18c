using System.Globalization;

namespace Helios.Shell;

/// <summary>Integers as C writes them: decimal, octal behind a zero, hexadecimal behind 0x.</summary>
internal static class IntegerText
{
    /// <summary>Reads as much of a number as there is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number up to where it is one.</param>
    /// <param name="isWhole">Whether all of the text is of it.</param>
    /// <returns>Whether there is any number at all.</returns>
    internal static bool TryParse(string text, out long value, out bool isWhole)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart();
        bool isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        int radix = 10;
        if (rest is ['0', 'x' or 'X', _, ..] && char.IsAsciiHexDigit(rest[2]))
        {
            radix = 16;
            rest = rest[2..];
        }
        else if (rest is ['0', >= '0' and <= '9', ..])
        {
            radix = 8;
        }

        ulong magnitude = 0;
        int digits = 0;
        bool overflows = false;
        while (digits < rest.Length && DigitOf(rest[digits]) is { } digit && digit < radix)
        {
            ulong next = unchecked((magnitude * (ulong)radix) + (ulong)digit);
            overflows |= magnitude > (ulong.MaxValue - (ulong)digit) / (ulong)radix;
            magnitude = next;
            digits++;
        }

        // What does not fit in a signed number but in 64 bits keeps its bits, as printf %x shows them.
        value = overflows ? (isNegative ? long.MinValue : long.MaxValue) : isNegative ? unchecked(-(long)magnitude) : unchecked((long)magnitude);
        isWhole = digits > 0 && digits == rest.Length && !overflows;
        return digits > 0;
    }

    private static int? DigitOf(char c) => char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null;
}
