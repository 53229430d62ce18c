using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Helios.Hocon;

/// <summary>
/// The specification's quantities with units, for files and for command lines alike. A fault is a phrase that fits after the name of
/// the setting: <c>is no duration: …</c>.
/// </summary>
public static class HoconUnits
{
    private static readonly FrozenDictionary<string, decimal> s_ticks = Table(
        ("ns nano nanos nanosecond nanoseconds", 0.01m),
        ("us micro micros microsecond microseconds", 10m),
        ("ms milli millis millisecond milliseconds", TimeSpan.TicksPerMillisecond),
        ("s second seconds", TimeSpan.TicksPerSecond),
        ("m minute minutes", TimeSpan.TicksPerMinute),
        ("h hour hours", TimeSpan.TicksPerHour),
        ("d day days", TimeSpan.TicksPerDay));

    private static readonly FrozenDictionary<string, decimal>.AlternateLookup<ReadOnlySpan<char>> s_ticksBySpan =
        s_ticks.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, decimal> s_decimalBytes = Table(
        ("kB kilobyte kilobytes", 1e3m),
        ("MB megabyte megabytes", 1e6m),
        ("GB gigabyte gigabytes", 1e9m),
        ("TB terabyte terabytes", 1e12m),
        ("PB petabyte petabytes", 1e15m),
        ("EB exabyte exabytes", 1e18m),
        ("ZB zettabyte zettabytes", 1e21m),
        ("YB yottabyte yottabytes", 1e24m));

    private static readonly FrozenDictionary<string, decimal>.AlternateLookup<ReadOnlySpan<char>> s_decimalBytesBySpan =
        s_decimalBytes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, decimal> s_binaryBytes = Table(
        ("B b byte bytes", 1m),
        ("K k Ki KiB kibibyte kibibytes", 1024m),
        ("M m Mi MiB mebibyte mebibytes", 1048576m),
        ("G g Gi GiB gibibyte gibibytes", 1073741824m),
        ("T t Ti TiB tebibyte tebibytes", 1099511627776m),
        ("P p Pi PiB pebibyte pebibytes", 1125899906842624m),
        ("E e Ei EiB exbibyte exbibytes", 1152921504606846976m),
        ("Z z Zi ZiB zebibyte zebibytes", 1180591620717411303424m),
        ("Y y Yi YiB yobibyte yobibytes", 1208925819614629174706176m));

    private static readonly FrozenDictionary<string, decimal>.AlternateLookup<ReadOnlySpan<char>> s_binaryBytesBySpan =
        s_binaryBytes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads a duration such as <c>10s</c>, <c>1.5 minutes</c> or <c>250</c> (milliseconds), rounded to 100 ns.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (!TrySplit(text, out decimal number, out ReadOnlySpan<char> unit))
        {
            fault = $"is no duration: {Short(text)}; write a number and a unit, such as 250ms or 10s";
            return false;
        }

        decimal ticks = TimeSpan.TicksPerMillisecond;
        if (!unit.IsEmpty && !s_ticksBySpan.TryGetValue(unit, out ticks))
        {
            fault = $"has the unknown time unit {Short(unit.ToString())}; the units are ns, us, ms, s, m, h and d, in lower case";
            return false;
        }

        if (!TryMultiply(number, ticks, TimeSpan.MinValue.Ticks, TimeSpan.MaxValue.Ticks, out long rounded))
        {
            fault = $"is a duration that is too long: {Short(text)}";
            return false;
        }

        if (rounded == 0 && number != 0)
        {
            fault = $"is shorter than 100 ns, the shortest duration: {Short(text)}";
            return false;
        }

        duration = new TimeSpan(rounded);
        fault = null;
        return true;
    }

    /// <summary>
    /// Reads a size in bytes such as <c>64MiB</c>, <c>64M</c> (the same), <c>64MB</c> (64,000,000) or <c>512</c>. A fraction of a byte is cut off.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">The size, never negative.</param>
    /// <param name="binary">When the unit is decimal, the binary unit that limits are usually meant in, such as <c>MiB</c>; otherwise null.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryParseSize(string text, out long bytes, out string? binary, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = 0;
        binary = null;
        if (!TrySplit(text, out decimal number, out ReadOnlySpan<char> unit))
        {
            fault = $"is no size: {Short(text)}; write a number and a unit, such as 64MiB";
            return false;
        }

        decimal scale = 1;
        if (!unit.IsEmpty && !s_binaryBytesBySpan.TryGetValue(unit, out scale))
        {
            if (!s_decimalBytesBySpan.TryGetValue(unit, out scale))
            {
                fault = $"has the unknown size unit {Short(unit.ToString())}; the units are B, KiB, MiB, GiB, TiB, and kB, MB, GB, TB for powers of ten";
                return false;
            }

            binary = $"{char.ToUpperInvariant(unit[0])}iB";
        }

        if (number < 0)
        {
            fault = $"is a negative size: {Short(text)}";
            return false;
        }

        if (!TryMultiply(number, scale, 0, long.MaxValue, out bytes))
        {
            fault = $"is a size beyond {long.MaxValue} bytes: {Short(text)}";
            return false;
        }

        fault = null;
        return true;
    }

    /// <summary>Reads a period such as <c>3 weeks</c>, <c>2mo</c>, <c>1y</c> or <c>7</c> (days); whole numbers only.</summary>
    public static bool TryParsePeriod(string text, out HoconPeriod period, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        period = default;
        if (!TrySplit(text, out decimal number, out ReadOnlySpan<char> unit) || number != decimal.Truncate(number)
            || number is < int.MinValue / 7 or > int.MaxValue / 7)
        {
            fault = $"is no period: {Short(text)}; write a whole number and a unit, such as 7d or 2 months";
            return false;
        }

        int count = (int)number;
        HoconPeriod? found = unit switch
        {
            "" or "d" or "day" or "days" => new HoconPeriod(0, 0, count),
            "w" or "week" or "weeks" => new HoconPeriod(0, 0, count * 7),
            "m" or "mo" or "month" or "months" => new HoconPeriod(0, count, 0),
            "y" or "year" or "years" => new HoconPeriod(count, 0, 0),
            _ => null,
        };
        fault = found is null ? $"has the unknown period unit {Short(unit.ToString())}; the units are d, w, m (or mo) and y" : null;
        period = found.GetValueOrDefault();
        return found is not null;
    }

    internal static string Short(string text) => Quoting.Quote(text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "..."));

    private static bool TrySplit(string text, out decimal number, out ReadOnlySpan<char> unit)
    {
        ReadOnlySpan<char> all = text.AsSpan().Trim();
        int letters = all.Length;
        while (letters > 0 && char.IsLetter(all[letters - 1]))
        {
            letters--;
        }

        unit = all[letters..];
        ReadOnlySpan<char> digits = all[..letters].TrimEnd();
        if (digits.Length is > 0 and <= 9 && digits.IndexOfAnyExceptInRange('0', '9') < 0 && (digits[0] != '0' || digits.Length == 1))
        {
            number = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            return true;
        }

        number = 0;
        return Characters.IsNumber(digits) && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryMultiply(decimal number, decimal scale, long least, long most, out long product)
    {
        // Division is slow and only needed where the product itself could overflow a decimal.
        product = 0;
        bool isSmall = number is > -1_000_000_000 and < 1_000_000_000 && scale < 1e19m;
        if (!isSmall && (number > most / scale || number < least / scale))
        {
            return false;
        }

        decimal exact = Math.Truncate(number * scale);
        if (exact < least || exact > most)
        {
            return false;
        }

        product = (long)exact;
        return true;
    }

    private static FrozenDictionary<string, decimal> Table(params (string Names, decimal Scale)[] rows) =>
        rows.SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Scale))).ToFrozenDictionary(StringComparer.Ordinal);
}
