namespace Helios.MessagePack.Tests;

public class TimestampTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", "d6ff00000000")]
    [InlineData("2106-02-07T06:28:15Z", "d6ffffffffff")]
    [InlineData("2106-02-07T06:28:16Z", "d7ff0000000100000000")]
    [InlineData("1970-01-01T00:00:00.0000001Z", "d7ff0000019000000000")]
    [InlineData("2514-05-30T01:53:03.9999999Z", "d7ffee6b2673ffffffff", "nanoseconds 999,999,900 in the upper 30 bits, all 34 bits of seconds set")]
    [InlineData("2514-05-30T01:53:04Z", "c70cff000000000000000400000000")]
    [InlineData("1969-12-31T23:59:59Z", "c70cff00000000ffffffffffffffff")]
    [InlineData("1969-12-31T23:59:59.5Z", "c70cff1dcd6500ffffffffffffffff")]
    [InlineData("0001-01-01T00:00:00Z", "c70cff00000000fffffff1886e0900")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "c70cff3b9ac99c0000003afff4417f")]
    public void A_moment_takes_the_shortest_of_the_three_widths(string moment, string hex, string why = "")
    {
        _ = why;
        DateTime value = DateTimeOffset.Parse(moment, null).UtcDateTime;
        Assert.Equal(hex, Bytes.Hex((ref writer) => writer.Write(value)));
        DateTime read = Bytes.Reader(hex).ReadDateTime();
        Assert.Equal(value, read);
        Assert.Equal(DateTimeKind.Utc, read.Kind);
    }

    [Theory]
    [InlineData("d7ff ee6b2800 00000000", "1000000000 nanoseconds")]
    [InlineData("c70cff 3b9aca00 0000000000000000", "1000000000 nanoseconds")]
    [InlineData("c70cff 00000000 0000003afff44180", "the first second of the year 10000")]
    [InlineData("c70cff 00000000 fffffff1886e08ff", "the second before the year 1")]
    [InlineData("c70cff 00000000 8000000000000000", "the smallest second")]
    [InlineData("d5ff 0000", "two bytes are no width of a timestamp")]
    [InlineData("d605 00000000", "another extension")]
    [InlineData("00", "no extension")]
    public void What_is_no_moment_is_refused(string hex, string why)
        => Assert.NotEmpty(why + Assert.Throws<MessagePackSerializationException>(() => Bytes.Reader(hex).ReadDateTime()).Message);

    [Fact]
    public void Finer_parts_than_a_tick_are_cut_off()
        => Assert.Equal(DateTime.UnixEpoch.AddTicks(1), Bytes.Reader("d7ff 0000031c00000000").ReadDateTime());

    [Fact]
    public void An_unspecified_time_is_taken_for_utc()
        => Assert.Equal("d6ff00000000", Bytes.Hex((ref writer) => writer.Write(new DateTime(1970, 1, 1))));
}
