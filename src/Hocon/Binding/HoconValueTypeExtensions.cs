namespace Helios.Hocon;

/// <summary>Refinements of types that bind to structs.</summary>
public static class HoconValueTypeExtensions
{
    /// <summary>The same type, with null as a value: not set.</summary>
    public static HoconType<T?> OrNull<T>(this HoconType<T> type)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(type);
        return new NullableType<T, T?>(type, value => value, value => value!.Value);
    }

    /// <summary>The same type within limits, both included.</summary>
    public static HoconType<T> Between<T>(this HoconType<T> type, T least, T most)
        where T : struct, IComparable<T>
    {
        ArgumentNullException.ThrowIfNull(type);
        return new CheckedType<T>(
            type,
            value => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0,
            $"must be between {Shown(type, least)} and {Shown(type, most)}",
            [.. Bound(type, "minimum", least), .. Bound(type, "maximum", most)]);
    }

    /// <summary>The same type from a least value on.</summary>
    public static HoconType<T> AtLeast<T>(this HoconType<T> type, T least)
        where T : struct, IComparable<T>
    {
        ArgumentNullException.ThrowIfNull(type);
        return new CheckedType<T>(type, value => value.CompareTo(least) >= 0, $"must be at least {Shown(type, least)}", [.. Bound(type, "minimum", least)]);
    }

    private static string Shown<T>(HoconType<T> type, T value) => ((HoconScalar)type.Write(value)).Text;

    // JSON Schema compares numbers only; a duration's limit is in the fault's words.
    private static IEnumerable<KeyValuePair<string, HoconValue>> Bound<T>(HoconType<T> type, string keyword, T value) =>
        type.Write(value) is HoconScalar { Kind: HoconKind.Number } number ? [new(keyword, number)] : [];
}
