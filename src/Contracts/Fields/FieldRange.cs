using System.Globalization;

namespace Helios.Contracts;

/// <summary>The values that a field may have, both ends included.</summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest; <see cref="long.MaxValue"/> is no bound.</param>
/// <param name="Unit">What is counted; empty for a bare number.</param>
public readonly record struct FieldRange(long Min, long Max, string Unit = "")
{
    /// <summary>What is wrong with a value; null when it is within.</summary>
    public string? Fault(long value) => value < Min || value > Max ? string.Create(CultureInfo.InvariantCulture, $"{value} is out of range: {this}") : null;

    /// <summary>Such as <c>1 to 10000</c> or <c>524288 bytes or more</c>.</summary>
    public override string ToString()
    {
        string unit = Unit.Length == 0 ? "" : " " + Unit;
        return string.Create(CultureInfo.InvariantCulture, $"{(Max == long.MaxValue ? $"{Min}{unit} or more" : $"{Min} to {Max}{unit}")}");
    }
}
