using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Helios.Hocon;

/// <summary>The types that settings are made of.</summary>
public static class HoconTypes
{
    private const string DurationPattern = @"^\s*-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*(ns|us|ms|s|m|h|d|nanos?|micros?|millis?|(nanosecond|microsecond|millisecond|second|minute|hour|day)s?)?\s*$";
    private const string SizePattern = @"^\s*[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\s*([Bb]|[kKmMgGtTpPeEzZyY]|[KMGTPEZY]i|[KMGTPEZY]iB|kB|[MGTPEZY]B|[a-z]+bytes?|bytes?)?\s*$";

    /// <summary>Any string; numbers and booleans as they were written.</summary>
    public static HoconType<string> String { get; } = new ScalarType<string>(
        "string", static (HoconValue value, BindingContext _, [MaybeNullWhen(false)] out string result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryString(value, out result, out fault),
        text => HoconScalar.String(text),
        () => JsonSchemaDefinitions.Type("string", "number", "boolean"));

    /// <summary>true, yes, on, false, no or off.</summary>
    public static HoconType<bool> Boolean { get; } = new ScalarType<bool>(
        "boolean", static (HoconValue value, BindingContext _, out bool result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryBoolean(value, out result, out fault),
        value => HoconScalar.Boolean(value),
        () => HoconObject.Of([new("enum", HoconArray.Of(
            [HoconScalar.Boolean(true), HoconScalar.Boolean(false), .. new[] { "true", "false", "yes", "no", "on", "off" }.Select(word => HoconScalar.String(word))]))]));

    /// <summary>A whole number of 32 bits.</summary>
    public static HoconType<int> Int { get; } = new ScalarType<int>(
        "whole number", static (HoconValue value, BindingContext _, out int result, [NotNullWhen(false)] out string? fault) =>
        {
            bool good = Conversions.TryLong(value, out long wide, out fault);
            if (good && wide is < int.MinValue or > int.MaxValue)
            {
                good = false;
                fault = $"must be between {int.MinValue} and {int.MaxValue}, not {wide}";
            }

            result = good ? (int)wide : 0;
            return good;
        },
        value => HoconScalar.Number((long)value),
        () => JsonSchemaDefinitions.Type("integer"));

    /// <summary>A whole number of 64 bits.</summary>
    public static HoconType<long> Long { get; } = new ScalarType<long>(
        "whole number", static (HoconValue value, BindingContext _, out long result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryLong(value, out result, out fault),
        value => HoconScalar.Number(value),
        () => JsonSchemaDefinitions.Type("integer"));

    /// <summary>A finite number.</summary>
    public static HoconType<double> Double { get; } = new ScalarType<double>(
        "number", static (HoconValue value, BindingContext _, out double result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryDouble(value, out result, out fault),
        value => HoconScalar.Number(value),
        () => JsonSchemaDefinitions.Type("number"));

    /// <summary>A duration such as <c>10s</c>; a bare number is milliseconds.</summary>
    public static HoconType<TimeSpan> Duration { get; } = new ScalarType<TimeSpan>(
        "duration", static (HoconValue value, BindingContext _, out TimeSpan result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryDuration(value, out result, out fault),
        value => HoconScalar.String(Shortest(value)),
        () => JsonSchemaDefinitions.Text(DurationPattern));

    /// <summary>A size in bytes, in whichever unit it is written.</summary>
    public static HoconType<long> Size { get; } = SizeType(lintDecimal: false);

    /// <summary>
    /// A size that limits memory or the like. <c>64MB</c> is read as the specification says, 64,000,000, and earns a warning, because
    /// the kernel counts in pages and people mean <c>64MiB</c>.
    /// </summary>
    public static HoconType<long> SizeLimit { get; } = SizeType(lintDecimal: true);

    /// <summary>A period of the calendar such as <c>7d</c> or <c>2 months</c>.</summary>
    public static HoconType<HoconPeriod> Period { get; } = new ScalarType<HoconPeriod>(
        "period", static (HoconValue value, BindingContext _, out HoconPeriod result, [NotNullWhen(false)] out string? fault) =>
            Conversions.TryPeriod(value, out result, out fault),
        value => HoconScalar.String(value.ToString()),
        () => JsonSchemaDefinitions.Type("string", "integer"));

    /// <summary>Any value, unread: for settings whose meaning belongs to somebody else.</summary>
    public static HoconType<HoconValue> Any { get; } = new AnyType();

    /// <summary>One of the members of an enum, written in kebab-case: <c>OnFailure</c> is <c>on-failure</c>.</summary>
    public static HoconType<T> Enum<T>()
        where T : struct, Enum => new EnumType<T>();

    /// <summary>A list; an object with numeric keys is read as one.</summary>
    public static HoconType<ImmutableArray<T>> List<T>(HoconType<T> element) => new ListType<T>(element);

    /// <summary>An object with keys of the user's choice, in the order of the file. An entry that is null is left out.</summary>
    /// <param name="element">The type of every value.</param>
    /// <param name="keyRule">Null for a good key, otherwise a phrase that follows the path: <c>is no container name: …</c>.</param>
    public static HoconType<IReadOnlyDictionary<string, T>> Map<T>(HoconType<T> element, Func<string, string?>? keyRule = null) =>
        new MapType<T>(element, keyRule);

    /// <summary>Two ways of writing one thing: a single simple value, or the full form.</summary>
    public static HoconType<T> ScalarOr<T>(HoconType<T> scalar, HoconType<T> full) =>
        new EitherType<T>(value => value is HoconScalar { Kind: not HoconKind.Null }, scalar, full);

    /// <summary>Two ways of writing one thing: a list, or something else.</summary>
    public static HoconType<T> ListOr<T>(HoconType<T> list, HoconType<T> other) => new EitherType<T>(value => value is HoconArray, list, other);

    /// <summary>A type that is looked up at first use, so that a schema can contain itself.</summary>
    public static HoconType<T> Lazy<T>(Func<HoconType<T>> find, string name) => new LazyType<T>(find, name);

    private static ScalarType<long> SizeType(bool lintDecimal) => new(
        "size",
        (HoconValue value, BindingContext context, out long result, [NotNullWhen(false)] out string? fault) =>
        {
            bool good = Conversions.TrySize(value, out result, out string? binary, out fault);
            if (good && lintDecimal && binary is not null)
            {
                string text = ((HoconScalar)value).Text;
                context.Lint(value.Origin, string.Create(CultureInfo.InvariantCulture, $"is {result} bytes, because {HoconUnits.Short(text)} counts in powers of ten; write {binary} if powers of two are meant"));
            }

            return good;
        },
        value => HoconScalar.String(ShortestSize(value)),
        () => JsonSchemaDefinitions.Text(SizePattern));

    private static string Shortest(TimeSpan value)
    {
        (long Ticks, string Unit)[] units =
        [
            (TimeSpan.TicksPerDay, "d"), (TimeSpan.TicksPerHour, "h"), (TimeSpan.TicksPerMinute, "m"),
            (TimeSpan.TicksPerSecond, "s"), (TimeSpan.TicksPerMillisecond, "ms"), (TimeSpan.TicksPerMicrosecond, "us"),
        ];
        foreach ((long ticks, string unit) in units)
        {
            if (value.Ticks != 0 && value.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / ticks}{unit}");
            }
        }

        return value.Ticks == 0 ? "0s" : string.Create(CultureInfo.InvariantCulture, $"{(decimal)value.Ticks * 100}ns");
    }

    private static string ShortestSize(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        int unit = 0;
        while (bytes != 0 && bytes % 1024 == 0 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes}{units[unit]}");
    }
}
