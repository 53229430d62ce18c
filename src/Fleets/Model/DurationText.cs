using System.Globalization;

namespace Helios.Fleets;

/// <summary>Durations for people and for plans, in the shortest of the units that fleet files use: <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
public static class DurationText
{
    /// <summary>The text of a duration; <c>0s</c> for none.</summary>
    public static string Of(TimeSpan span)
    {
        if (span == TimeSpan.Zero)
        {
            return "0s";
        }

        if (span < TimeSpan.Zero)
        {
            return "-" + Of(span.Negate());
        }

        string text = "";
        if (span.Days > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Days}d");
        }

        if (span.Hours > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h");
        }

        if (span.Minutes > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m");
        }

        TimeSpan rest = TimeSpan.FromTicks(span.Ticks % TimeSpan.TicksPerMinute);
        if (rest == TimeSpan.Zero)
        {
            return text;
        }

        return text + (text.Length == 0 && rest < TimeSpan.FromSeconds(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{rest.TotalMilliseconds:0.###}ms")
            : string.Create(CultureInfo.InvariantCulture, $"{rest.TotalSeconds:0.###}s"));
    }
}
