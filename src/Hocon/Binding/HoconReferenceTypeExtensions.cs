namespace Helios.Hocon;

/// <summary>Refinements of types that bind to classes.</summary>
public static class HoconReferenceTypeExtensions
{
    /// <summary>The same type, with null as a value: not set.</summary>
    public static HoconType<T?> OrNull<T>(this HoconType<T> type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        return new NullableType<T, T?>(type, value => value, value => value!);
    }

    /// <summary>A string of one character or more.</summary>
    public static HoconType<string> NotEmpty(this HoconType<string> type) =>
        new CheckedType<string>(type, text => text.Length > 0, "must not be empty", [new("minLength", HoconScalar.Number(1))]);
}
