using System.Globalization;
using Independent = Cronos.CronExpression;

namespace Helios.Fleets.Tests;

/// <summary>Schedules over clock changes, some by hand and many against an independent library.</summary>
public class ClockChangeTests
{
    private const int Rounds = 400;
    private const int TimesEach = 60;

    // Not Africa/Casablanca: after a change there the library answers with the very time that it is asked for the next one of.
    private static readonly string[] s_zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Jerusalem", "Pacific/Auckland", "Europe/London"];

    [Theory]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-10-25T00:40:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:20:00Z", "2026-10-25T01:40:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("0 * * * *", "America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z")]
    [InlineData("*/20 * * * *", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T01:40:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("* * * * *", "Europe/Berlin", "2026-10-25T00:59:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:01:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("30 * * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("*/30 * * * *", "Australia/Lord_Howe", "2026-04-04T14:30:00Z", "2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z")]
    public void Schedules_run_through_what_a_clock_change_repeats_and_fixed_times_come_once(string text, string zone, string after, params string[] expected)
    {
        CronExpression cron = CronExpression.Parse(text);
        DateTimeOffset at = Time(after);
        foreach (string time in expected)
        {
            at = cron.Next(at, Zone(zone))!.Value;
            Assert.Equal(Time(time), at);
        }
    }

    [Fact]
    public void An_independent_library_names_the_same_times()
    {
        Random random = new(20261127);
        for (int round = 0; round < Rounds; round++)
        {
            string text = string.Join(' ', Field(random, 0, 59), Field(random, 0, 23), Day(random), Month(random), "*");
            TimeZoneInfo zone = Zone(s_zones[random.Next(s_zones.Length)]);
            CronExpression ours = CronExpression.Parse(text);
            Independent other = Independent.Parse(text);
            // Half of them begin near a clock change.
            DateTimeOffset at = round % 2 == 0
                ? new DateTimeOffset(random.Next(2000, 2037), random.Next(1, 13), random.Next(1, 29), random.Next(24), random.Next(60), 0, TimeSpan.Zero)
                : NearChange(zone, random);
            for (int i = 0; i < TimesEach; i++)
            {
                DateTimeOffset? expected = other.GetNextOccurrence(at, zone);
                DateTimeOffset? actual = ours.Next(at, zone);
                Assert.True(expected == actual, $"'{text}' in {zone.Id} after {at:u}: expected {expected:u}, got {actual:u}");
                if (actual is null)
                {
                    break;
                }

                at = actual.Value;
            }
        }
    }

    [Theory]
    [InlineData("@every 1h30m", 5400)]
    [InlineData("@every 1.5h", 5400)]
    [InlineData("@every 36525d", 36525L * 86400)]
    public void An_interval_may_have_several_units(string text, long seconds)
    {
        DateTimeOffset start = Time("2026-01-01T00:00:00Z");

        Assert.Equal(start.AddSeconds(seconds), CronExpression.Parse(text).Next(start, TimeZoneInfo.Utc));
    }

    [Theory]
    [InlineData("@every 9999999d")]
    [InlineData("@every 99999999999999999999999999999999999999999d")]
    [InlineData("@every 36526d")]
    [InlineData("@every 0s")]
    [InlineData("@every 0.1s")]
    [InlineData("@every 1h30")]
    [InlineData("@every h")]
    [InlineData("@every 1..5h")]
    public void An_interval_beyond_the_calendar_or_below_a_second_is_refused(string text)
        => Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => CronExpression.Parse(text)).Message, StringComparison.Ordinal);

    private static DateTimeOffset NearChange(TimeZoneInfo zone, Random random)
    {
        DateTimeOffset day = new(random.Next(2000, 2037), 1, 1, 0, 0, 0, TimeSpan.Zero);
        TimeSpan offset = zone.GetUtcOffset(day);
        int days = 0;
        while (days++ < 370 && zone.GetUtcOffset(day) == offset)
        {
            day = day.AddDays(1);
        }

        return day.AddHours(-30).AddMinutes(random.Next(60));
    }

    private static string Field(Random random, int least, int most)
    {
        int value = random.Next(least, most + 1);
        return random.Next(5) switch
        {
            0 => "*",
            1 => $"*/{random.Next(1, (most / 2) + 1)}",
            2 => $"{random.Next(least, value + 1)}-{value}",
            3 => $"{value},{random.Next(least, most + 1)}",
            _ => value.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string Day(Random random) => random.Next(3) == 0 ? random.Next(1, 29).ToString(CultureInfo.InvariantCulture) : "*";

    private static string Month(Random random) => random.Next(4) == 0 ? random.Next(1, 13).ToString(CultureInfo.InvariantCulture) : "*";

    private static TimeZoneInfo Zone(string name)
    {
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (TimeZoneNotFoundException)
        {
            Assert.Skip($"needs the time zone {name} of the tzdata package");
            throw;
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
