using System.Globalization;

namespace Helios.Contracts;

/// <summary>A count of bytes. Nothing converts to or from it silently.</summary>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    private const string Help = "write a number with an optional K, M, G or T (powers of 1024), such as 64M or 1.5GiB";

    /// <summary><paramref name="count"/> × 2²⁰ bytes.</summary>
    public static ByteSize FromMiB(long count) => new(checked(count << 20));

    /// <summary>Reads <c>65536</c>, <c>512k</c>, <c>64M</c>, <c>1.5G</c>, <c>64MiB</c>; every suffix is a power of 1024.</summary>
    /// <exception cref="FormatException">Not a size, negative, too large, or the ambiguous <c>64MB</c>.</exception>
    public static ByteSize Parse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        int digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
        {
            digits++;
        }

        ReadOnlySpan<char> unit = rest[digits..].TrimStart();
        if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            throw new FormatException($"'{text}' is not a size: {Help}");
        }

        int shift = Shift(unit);
        if (shift < 0)
        {
            throw new FormatException(unit.Length == 2 && (unit[1] is 'B' or 'b')
                ? $"'{text}' is ambiguous (1000 or 1024?): write {rest[..digits]}{char.ToUpperInvariant(unit[0])} or {rest[..digits]}{char.ToUpperInvariant(unit[0])}iB"
                : $"'{text}' is not a size: {Help}");
        }

        decimal bytes;
        try
        {
            bytes = number * (1L << shift);
        }
        catch (OverflowException)
        {
            bytes = decimal.MaxValue;
        }

        return bytes > long.MaxValue
            ? throw new FormatException($"'{text}' is more than 8 EiB")
            : new ByteSize((long)bytes);
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>For people: <c>64 MiB</c>, <c>1.5 GiB</c>, <c>513 B</c>.</summary>
    public override string ToString()
    {
        ReadOnlySpan<string> units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        int unit = 0;
        double value = Bytes;
        while (Math.Abs(value) >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {units[unit]}");
    }

    private static int Shift(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty || unit.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        ReadOnlySpan<char> tail = unit[1..];
        if (!tail.IsEmpty && !tail.Equals("i", StringComparison.OrdinalIgnoreCase) && !tail.Equals("iB", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        return char.ToUpperInvariant(unit[0]) switch
        {
            'K' => 10,
            'M' => 20,
            'G' => 30,
            'T' => 40,
            _ => -1,
        };
    }
}
