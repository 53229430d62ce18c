namespace Helios.Hocon;

/// <summary>A span of the calendar, whose length in hours depends on the day it starts at.</summary>
/// <param name="Years">Years.</param>
/// <param name="Months">Months.</param>
/// <param name="Days">Days; weeks count seven.</param>
public readonly record struct HoconPeriod(int Years, int Months, int Days)
{
    /// <summary>The same moment of the day, this much later; the last day of the month stands in for a day that the month lacks.</summary>
    public DateTimeOffset AddTo(DateTimeOffset start) => start.AddYears(Years).AddMonths(Months).AddDays(Days);

    /// <summary>As the period would be written, such as <c>2y</c>; a mixed one, which can only be made in code, as <c>2y 3mo</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts = [.. Part(Years, "y"), .. Part(Months, "mo"), .. Part(Days, "d")];
        return this == default ? "0d" : string.Join(' ', parts);

        static IEnumerable<string> Part(int count, string unit) => count == 0 ? [] : [FormattableString.Invariant($"{count}{unit}")];
    }
}
