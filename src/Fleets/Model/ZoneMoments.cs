namespace Helios.Fleets;

/// <summary>The moments that a local time stands for: none in the gap of a clock change, two in what a clock change repeats.</summary>
/// <remarks>
/// It is found out from the offsets around the time, because the runtime's own answer for local times knows daylight saving only and not the changes
/// of a country's standard offset.
/// </remarks>
internal static class ZoneMoments
{
    /// <summary>The earlier and the later moment; the later only when there are two.</summary>
    internal static (DateTimeOffset? First, DateTimeOffset? Second) Of(DateTime local, TimeZoneInfo zone)
    {
        TimeSpan before = OffsetAt(local.AddDays(-1), zone);
        TimeSpan after = OffsetAt(local.AddDays(1), zone);
        DateTimeOffset? first = At(local, before, zone);
        DateTimeOffset? second = before == after ? null : At(local, after, zone);
        return first is null ? (second, null) : (first, second);
    }

    /// <summary>The first moment after the gap that a local time is in.</summary>
    internal static DateTimeOffset AfterGap(DateTime local, TimeZoneInfo zone)
    {
        DateTimeOffset? moment;
        do
        {
            local = local.AddMinutes(1);
            moment = Of(local, zone).First;
        }
        while (moment is null);

        return moment.Value;
    }

    private static TimeSpan OffsetAt(DateTime utc, TimeZoneInfo zone) => zone.GetUtcOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));

    private static DateTimeOffset? At(DateTime local, TimeSpan offset, TimeZoneInfo zone) =>
        OffsetAt(local - offset, zone) == offset ? new DateTimeOffset(local, offset) : null;
}
