using System.Collections.Immutable;
using System.Globalization;
using Helios.Hocon;

namespace Helios.Supervisor;

/// <summary>Reads the values of a record. A key that is missing has its default, a key that is not known is passed over, a value of another type is a fault.</summary>
/// <param name="content">The values.</param>
internal readonly struct RecordReader(HoconObject content)
{
    /// <summary>A text; null when unset.</summary>
    internal string? Text(string key) => Scalar(key, HoconKind.String)?.Text;

    /// <summary>A text that must be there.</summary>
    internal string NeededText(string key) => Text(key) ?? throw new FormatException($"{key} is missing");

    /// <summary>A whole number; null when unset.</summary>
    internal long? Number(string key)
        => Scalar(key, HoconKind.Number) is not { } number ? null
            : long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
            : throw new FormatException($"{key}: {number.Text} is not a whole number");

    /// <summary>A whole number of 0 or more that fits a counter; 0 when unset.</summary>
    internal int Count(string key)
        => Number(key) is not { } number ? 0 : number is >= 0 and <= int.MaxValue ? (int)number : throw new FormatException($"{key}: {number} is out of range");

    /// <summary>A truth value; false when unset.</summary>
    internal bool Flag(string key) => Scalar(key, HoconKind.Boolean)?.Text == "true";

    /// <summary>A moment; null when unset.</summary>
    internal DateTimeOffset? Time(string key) => Number(key) is { } ticks ? TimeOf(key, ticks) : null;

    /// <summary>One of the words of an enumeration; null when unset or not known here.</summary>
    internal T? Word<T>(string key)
        where T : struct, Enum
        => Text(key) is { } text && Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? value : null;

    /// <summary>A block below; null when unset.</summary>
    internal HoconObject? Block(string key)
        => Value(key) switch
        {
            null => null,
            HoconObject block => block,
            _ => throw new FormatException($"{key} is not a map"),
        };

    /// <summary>The items of a list of blocks; none when unset.</summary>
    internal IEnumerable<HoconObject> Blocks(string key)
        => Items(key).Select(item => item as HoconObject ?? throw new FormatException($"{key} has an item that is not a map"));

    /// <summary>The items of a list of texts; none when unset.</summary>
    internal ImmutableArray<string> Texts(string key)
        => [.. Items(key).Select(item => item is HoconScalar { Kind: HoconKind.String } text ? text.Text : throw new FormatException($"{key} has an item that is not a text"))];

    /// <summary>The items of a list of moments; none when unset.</summary>
    internal ImmutableArray<DateTimeOffset> Times(string key)
        => [.. Items(key).Select(item => item is HoconScalar { Kind: HoconKind.Number } number && long.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? TimeOf(key, ticks)
            : throw new FormatException($"{key} has an item that is not a moment"))];

    private static DateTimeOffset TimeOf(string key, long ticks)
        => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw new FormatException($"{key}: {ticks} is not a moment");

    private HoconArray Items(string key)
        => Value(key) switch
        {
            null => HoconArray.Of([]),
            HoconArray list => list,
            _ => throw new FormatException($"{key} is not a list"),
        };

    private HoconScalar? Scalar(string key, HoconKind kind)
        => Value(key) switch
        {
            null => null,
            HoconScalar scalar when scalar.Kind == kind => scalar,
            _ => throw new FormatException($"{key} is not a {kind.ToString().ToLowerInvariant()}"),
        };

    private HoconValue? Value(string key) => content.TryGetField(key, out HoconValue? value) && value.Kind != HoconKind.Null ? value : null;
}
