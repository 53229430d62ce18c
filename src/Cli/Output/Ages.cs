using System.Globalization;

namespace Helios.Cli;

/// <summary>Spans of time for people: one unit, rounded down.</summary>
internal static class Ages
{
    /// <summary>Such as <c>4s</c>, <c>3m</c>, <c>5h</c>, <c>12d</c>.</summary>
    internal static string Of(TimeSpan age)
        => age < TimeSpan.FromMinutes(1) ? Unit(Math.Max(0, age.TotalSeconds), "s")
            : age < TimeSpan.FromHours(1) ? Unit(age.TotalMinutes, "m")
            : age < TimeSpan.FromDays(1) ? Unit(age.TotalHours, "h")
            : Unit(age.TotalDays, "d");

    private static string Unit(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value)}{unit}");
}
