namespace Helios.Hocon;

/// <summary>
/// One resolved value. Immutable and safe to share between threads. Equality compares content and never the origin;
/// the order of an object's fields does not count, numbers are equal when they are written alike.
/// </summary>
public abstract class HoconValue : IEquatable<HoconValue>
{
    // Kept apart because a struct of both would be padded, and a fleet has hundreds of thousands of values.
    private readonly HoconSource? _source;
    private readonly int _offset;

    private protected HoconValue(HoconOrigin origin) => (_source, _offset) = origin;

    /// <summary>Where the value was written. A substituted value keeps the place of its definition.</summary>
    public HoconOrigin Origin => new(_source, _offset);

    /// <summary>The type of the value.</summary>
    public abstract HoconKind Kind { get; }

    /// <summary>
    /// How many values a full walk visits, this one included. Substituted values are shared, so a small file can describe a huge
    /// tree; the resolver refuses it by this number before anybody walks it.
    /// </summary>
    internal virtual long Weight => 1;

    /// <summary>How deep containers nest below and including this value; 0 for a scalar.</summary>
    internal virtual int Depth => 0;

    /// <inheritdoc/>
    public abstract bool Equals(HoconValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is HoconValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as JSON on one line.</summary>
    public override string ToString() => HoconJsonWriter.Write(this, indented: false);
}
