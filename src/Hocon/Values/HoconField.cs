namespace Helios.Hocon;

/// <summary>One field of an object.</summary>
/// <param name="Key">The key, unquoted.</param>
/// <param name="Value">The value.</param>
/// <param name="KeyOrigin">Where the key was last written; a misspelt key is reported there.</param>
public readonly record struct HoconField(string Key, HoconValue Value, HoconOrigin KeyOrigin)
{
    /// <summary>Equality is that of values: content, not origin.</summary>
    public bool Equals(HoconField other) => Key == other.Key && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Value);
}
