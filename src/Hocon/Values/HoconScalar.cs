using System.Globalization;

namespace Helios.Hocon;

/// <summary>A null, a boolean, a number or a string.</summary>
public sealed class HoconScalar : HoconValue
{
    internal HoconScalar(HoconKind kind, string text, HoconOrigin origin)
        : base(origin)
    {
        Kind = kind;
        Text = text;
    }

    /// <inheritdoc/>
    public override HoconKind Kind { get; }

    /// <summary>The content: a string's characters without quotes, a number as written, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public string Text { get; }

    /// <summary>A string made in code.</summary>
    public static HoconScalar String(string text, HoconOrigin origin = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new HoconScalar(HoconKind.String, text, origin);
    }

    /// <summary>A whole number made in code.</summary>
    public static HoconScalar Number(long number, HoconOrigin origin = default) =>
        new(HoconKind.Number, number.ToString(CultureInfo.InvariantCulture), origin);

    /// <summary>A number made in code, written so that it reads back exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">HOCON, like JSON, has no infinity and no NaN.</exception>
    public static HoconScalar Number(double number, HoconOrigin origin = default) => double.IsFinite(number)
        ? new HoconScalar(HoconKind.Number, number.ToString("R", CultureInfo.InvariantCulture), origin)
        : throw new ArgumentOutOfRangeException(nameof(number), number, "a number must be finite");

    /// <summary>A number that keeps its spelling, whatever its size and precision.</summary>
    /// <param name="spelling">As JSON spells numbers.</param>
    /// <param name="origin">Where it stands.</param>
    /// <exception cref="FormatException">JSON spells no number so.</exception>
    public static HoconScalar NumberAsSpelt(string spelling, HoconOrigin origin = default)
    {
        ArgumentNullException.ThrowIfNull(spelling);
        return Characters.IsNumber(spelling) ? new HoconScalar(HoconKind.Number, spelling, origin) : throw new FormatException($"'{spelling}' is not a number of JSON");
    }

    /// <summary>A boolean made in code.</summary>
    public static HoconScalar Boolean(bool value, HoconOrigin origin = default) => new(HoconKind.Boolean, value ? "true" : "false", origin);

    /// <summary>A null made in code.</summary>
    public static HoconScalar Null(HoconOrigin origin = default) => new(HoconKind.Null, "null", origin);

    /// <inheritdoc/>
    public override bool Equals(HoconValue? other) =>
        ReferenceEquals(this, other) || (other is HoconScalar scalar && scalar.Kind == Kind && scalar.Text == Text);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Text);
}
