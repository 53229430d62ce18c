using System.Globalization;

namespace Helios.Fleets.Tests;

public class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:30", "2026-01-01T00:01:00")]
    [InlineData("*/15 * * * *", "2026-01-01T00:15:00", "2026-01-01T00:30:00")]
    [InlineData("5-20/5 * * * *", "2026-01-01T00:20:00", "2026-01-01T01:05:00")]
    [InlineData("0 3 * * *", "2026-01-01T03:00:00", "2026-01-02T03:00:00")]
    [InlineData("0 0 31 * *", "2026-01-31T12:00:00", "2026-03-31T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00", "2104-02-29T00:00:00")]
    [InlineData("30 8 * * mon-fri", "2026-01-02T09:00:00", "2026-01-05T08:30:00")]
    [InlineData("0 0 * * 7", "2026-01-01T00:00:00", "2026-01-04T00:00:00")]
    [InlineData("0 0 13 * fri", "2026-01-01T00:00:00", "2026-01-02T00:00:00")]
    [InlineData("0 0 1 jan,jul *", "2026-01-01T00:00:00", "2026-07-01T00:00:00")]
    [InlineData("@daily", "2026-12-31T23:59:59", "2027-01-01T00:00:00")]
    [InlineData("@hourly", "2026-01-01T05:30:00", "2026-01-01T06:00:00")]
    [InlineData("@every 90s", "2026-01-01T00:00:00", "2026-01-01T00:01:30")]
    public void Next_is_the_first_time_after(string text, string after, string expected)
        => Assert.Equal(Utc(expected), CronExpression.Parse(text).Next(Utc(after), TimeZoneInfo.Utc));

    [Fact]
    public void Time_that_the_clock_change_leaves_out_runs_right_after_the_gap()
    {
        TimeZoneInfo zone = Changing();
        DateTimeOffset? next = CronExpression.Parse("30 2 * * *").Next(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.FromHours(1)), zone);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 3, 0, 0, TimeSpan.FromHours(2)), next);
    }

    [Fact]
    public void Time_that_the_clock_change_repeats_runs_once()
    {
        TimeZoneInfo zone = Changing();
        CronExpression cron = CronExpression.Parse("30 2 * * *");
        DateTimeOffset first = cron.Next(new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.FromHours(2)), zone)!.Value;
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 2, 30, 0, TimeSpan.FromHours(2)), first);
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 2, 30, 0, TimeSpan.FromHours(1)), cron.Next(first, zone));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("0 0 30 2 *")]
    [InlineData("@often")]
    [InlineData("@every soon")]
    public void Parse_refuses_with_the_text_in_the_message(string text)
        => Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => CronExpression.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(OverlapPolicy.Skip, ContainerState.Running, DueAction.Skip)]
    [InlineData(OverlapPolicy.Queue, ContainerState.Running, DueAction.StartAfterwards)]
    [InlineData(OverlapPolicy.Replace, ContainerState.Paused, DueAction.Replace)]
    [InlineData(OverlapPolicy.Skip, ContainerState.Exited, DueAction.Start)]
    [InlineData(OverlapPolicy.Skip, ContainerState.BackingOff, DueAction.Start)]
    [InlineData(OverlapPolicy.Queue, ContainerState.Removed, DueAction.Skip)]
    public void Overlap_matters_only_while_the_last_run_goes_on(OverlapPolicy overlap, ContainerState state, DueAction expected)
        => Assert.Equal(expected, ScheduleRules.OnDue(overlap, state));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    // Central European rules, written out: the machine may have no zone files.
    private static TimeZoneInfo Changing()
    {
        TimeZoneInfo.TransitionTime spring = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        TimeZoneInfo.TransitionTime autumn = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        return TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test summer",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), spring, autumn)]);
    }
}
