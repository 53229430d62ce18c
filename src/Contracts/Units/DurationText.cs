using System.Globalization;

namespace Helios.Contracts;

/// <summary>Durations as fleet files spell them: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>10 seconds</c>.</summary>
public static class DurationText
{
    private const string Help = "write 250ms, 10s or 5m";

    private static readonly (string[] Names, long Ticks, int Divisor)[] s_units =
    [
        (["ns", "nano", "nanos", "nanosecond", "nanoseconds"], 1, 100),
        (["us", "micro", "micros", "microsecond", "microseconds"], TimeSpan.TicksPerMicrosecond, 1),
        (["ms", "milli", "millis", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond, 1),
        (["s", "second", "seconds"], TimeSpan.TicksPerSecond, 1),
        (["m", "minute", "minutes"], TimeSpan.TicksPerMinute, 1),
        (["h", "hour", "hours"], TimeSpan.TicksPerHour, 1),
        (["d", "day", "days"], TimeSpan.TicksPerDay, 1),
    ];

    /// <summary>The text of a duration in the shortest of its units, exact to 100 ns; <c>0s</c> for none.</summary>
    public static string Of(TimeSpan span)
    {
        if (span == TimeSpan.Zero)
        {
            return "0s";
        }

        if (span < TimeSpan.Zero)
        {
            return "-" + Of(span.Negate());
        }

        string text = "";
        if (span.Days > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Days}d");
        }

        if (span.Hours > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h");
        }

        if (span.Minutes > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m");
        }

        decimal rest = span.Ticks % TimeSpan.TicksPerMinute;
        if (rest == 0)
        {
            return text;
        }

        return text + (text.Length == 0 && rest < TimeSpan.TicksPerSecond
            ? string.Create(CultureInfo.InvariantCulture, $"{rest / TimeSpan.TicksPerMillisecond:0.####}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{rest / TimeSpan.TicksPerSecond:0.#######}s"));
    }

    /// <summary>Reads what <see cref="Of"/> writes, and one number with a spelt-out unit. A number without a unit is refused: nobody remembers which one it would be.</summary>
    /// <exception cref="FormatException">Not a duration, or longer than .NET can hold.</exception>
    public static TimeSpan Parse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest is "0")
        {
            return TimeSpan.Zero;
        }

        bool isNegative = rest.StartsWith('-');
        rest = isNegative ? rest[1..] : rest;
        if (rest.IsEmpty)
        {
            throw new FormatException($"'{text}' is not a duration: {Help}");
        }

        decimal ticks = 0;
        while (!rest.IsEmpty)
        {
            int digits = Length(rest, static c => char.IsAsciiDigit(c) || c == '.');
            ReadOnlySpan<char> number = rest[..digits];
            rest = rest[digits..].TrimStart();
            int letters = Length(rest, char.IsAsciiLetter);
            ReadOnlySpan<char> unit = rest[..letters];
            rest = rest[letters..].TrimStart();
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal count))
            {
                throw new FormatException($"'{text}' is not a duration: {Help}");
            }

            ticks += unit.IsEmpty ? throw new FormatException($"'{text}' has no unit: {Help}") : TicksOf(count, unit, text);
        }

        return ticks > TimeSpan.MaxValue.Ticks
            ? throw new FormatException($"'{text}' is too long")
            : TimeSpan.FromTicks((long)(isNegative ? -ticks : ticks));
    }

    private static decimal TicksOf(decimal count, ReadOnlySpan<char> unit, string text)
    {
        foreach ((string[] names, long ticks, int divisor) in s_units)
        {
            foreach (string name in names)
            {
                if (unit.SequenceEqual(name))
                {
                    return count > TimeSpan.MaxValue.Ticks / ticks ? throw new FormatException($"'{text}' is too long") : count * ticks / divisor;
                }
            }
        }

        throw new FormatException($"'{text}': '{unit}' is not a unit of time: {Help}");
    }

    private static int Length(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        int length = 0;
        while (length < text.Length && belongs(text[length]))
        {
            length++;
        }

        return length;
    }
}
