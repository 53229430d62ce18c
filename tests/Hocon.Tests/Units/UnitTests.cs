namespace Helios.Hocon.Tests.Units;

public class UnitTests
{
    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("10 s", 10_000)]
    [InlineData(" 1.5 minutes ", 90_000)]
    [InlineData("250", 250)]
    [InlineData("250ms", 250)]
    [InlineData("1e3ms", 1000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1 day", 86_400_000)]
    [InlineData("-1s", -1000)]
    [InlineData("1000us", 1)]
    [InlineData("1000000 nanoseconds", 1)]
    [InlineData("0", 0)]
    public void Durations_are_read_in_every_unit(string text, long milliseconds)
    {
        Assert.True(HoconUnits.TryParseDuration(text, out TimeSpan duration, out _));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("", "is no duration")]
    [InlineData("s", "is no duration")]
    [InlineData("10 S", "unknown time unit")]
    [InlineData("10 secs", "unknown time unit")]
    [InlineData("1 0s", "is no duration")]
    [InlineData("0x10s", "is no duration")]
    [InlineData("1w", "unknown time unit")]
    [InlineData("99999999999d", "too long")]
    [InlineData("10ns", "shorter than 100 ns")]
    public void A_bad_duration_says_what_is_wrong(string text, string fault)
    {
        Assert.False(HoconUnits.TryParseDuration(text, out _, out string? found));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("512", 512, null)]
    [InlineData("1b", 1, null)]
    [InlineData("1K", 1024, null)]
    [InlineData("1k", 1024, null)]
    [InlineData("1kB", 1000, "KiB")]
    [InlineData("64MB", 64_000_000, "MiB")]
    [InlineData("64 megabytes", 64_000_000, "MiB")]
    [InlineData("64MiB", 67_108_864, null)]
    [InlineData("64M", 67_108_864, null)]
    [InlineData("64m", 67_108_864, null)]
    [InlineData("1.5 GiB", 1_610_612_736, null)]
    [InlineData("1 tebibyte", 1_099_511_627_776, null)]
    [InlineData("7EiB", 8_070_450_532_247_928_832, null)]
    [InlineData("0YB", 0, "YiB")]
    [InlineData("0.5K", 512, null)]
    public void Sizes_are_decimal_or_binary_as_the_specification_says(string text, long expected, string? meant)
    {
        Assert.True(HoconUnits.TryParseSize(text, out long bytes, out string? binary, out _));
        Assert.Equal(expected, bytes);
        Assert.Equal(meant, binary);
    }

    [Theory]
    [InlineData("-1", "negative")]
    [InlineData("8EiB", "beyond")]
    [InlineData("1YB", "beyond")]
    [InlineData("64Mb", "unknown size unit")]
    [InlineData("64 Kib", "unknown size unit")]
    [InlineData("MiB", "is no size")]
    public void A_bad_size_says_what_is_wrong(string text, string fault)
    {
        Assert.False(HoconUnits.TryParseSize(text, out _, out _, out string? found));
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", 0, 0, 7)]
    [InlineData("7d", 0, 0, 7)]
    [InlineData("3 weeks", 0, 0, 21)]
    [InlineData("2mo", 0, 2, 0)]
    [InlineData("2m", 0, 2, 0)]
    [InlineData("1 year", 1, 0, 0)]
    [InlineData("-1y", -1, 0, 0)]
    public void Periods_count_in_the_calendar(string text, int years, int months, int days)
    {
        Assert.True(HoconUnits.TryParsePeriod(text, out HoconPeriod period, out _));
        Assert.Equal(new HoconPeriod(years, months, days), period);
    }

    [Theory]
    [InlineData("1.5d")]
    [InlineData("1h")]
    [InlineData("x")]
    [InlineData("99999999999y")]
    public void A_bad_period_is_refused(string text) => Assert.False(HoconUnits.TryParsePeriod(text, out _, out _));

    [Fact]
    public void A_month_after_the_last_of_January_is_the_last_of_February() =>
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.Zero), new HoconPeriod(0, 1, 0).AddTo(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void A_period_is_written_as_it_is_read()
    {
        Assert.Equal("2mo", new HoconPeriod(0, 2, 0).ToString());
        Assert.Equal("1y 3d", new HoconPeriod(1, 0, 3).ToString());
        Assert.Equal("0d", default(HoconPeriod).ToString());
    }
}
