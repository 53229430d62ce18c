using System.Text;
using Helios.Allocator;

namespace Helios.Cli.Tests;

public sealed class LogSourceTests : IDisposable
{
    private readonly WrittenLog _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(3000)]
    [InlineData(3049)]
    public void Rotated_files_and_the_ring_are_one_stream_without_a_gap_or_a_line_twice(int count)
    {
        _log.AppendNumbers(1, count);
        Assert.Equal(Numbers(1, count), Past());
    }

    [Fact]
    public void A_line_that_begins_in_the_files_and_ends_in_the_ring_is_one_line()
    {
        _log.Append("begun ");
        _log.Drain();
        _log.Rotate();
        _log.AppendNumbers(1, 1000);
        _log.Append("by itself", LogOrigin.Error);
        _log.Drain();
        _log.AppendNumbers(1001, 2000);
        _log.Append(" with its end\n", LogOrigin.Error);
        using LogSource source = _log.Open(new LogChoice { Stream = LogOrigin.Error });
        Assert.Equal(["by itself with its end"], Texts(source.Past()));
        Assert.Equal("begun " + WrittenLog.Line(1), Past()[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(1400)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void The_newest_lines_are_the_end_of_the_same_stream(int tail)
    {
        _log.AppendNumbers(1, 3000);
        using LogSource source = _log.Open(new LogChoice { Tail = tail });
        Assert.Equal(Numbers(Math.Max(1, 3001 - tail), 3000), Texts(source.Past()));
    }

    [Fact]
    public void Since_and_until_cut_the_stream_in_files_and_ring()
    {
        _log.AppendNumbers(1, 1000);
        DateTimeOffset from = _log.Append("from here\n");
        _log.AppendNumbers(1001, 1003);
        DateTimeOffset to = _log.Append("to here\n");
        _log.AppendNumbers(1004, 3000);
        using LogSource source = _log.Open(new LogChoice { Since = from, Until = to });
        Assert.Equal(["from here", .. Numbers(1001, 1003), "to here"], Texts(source.Past()));
    }

    [Fact]
    public void A_follower_that_was_too_slow_for_the_ring_gets_the_rest_from_the_files()
    {
        using LogSource source = _log.Open(new LogChoice { Follow = true });
        _log.AppendNumbers(1, 10);
        Assert.Equal(Numbers(1, 10), Texts(source.Past()));
        _log.AppendNumbers(11, 4000);
        Assert.Equal(Numbers(11, 4000), Follow(source, out string? lost));
        Assert.Null(lost);
    }

    [Fact]
    public void What_neither_the_ring_nor_the_files_have_is_a_counted_gap()
    {
        using LogSource source = _log.Open(new LogChoice { Follow = true });
        _log.AppendNumbers(1, 50);
        Assert.Equal(Numbers(1, 50), Texts(source.Past()));
        for (int i = 51; i <= 60; i++)
        {
            _log.Append(WrittenLog.Line(i) + "\n");
        }

        _log.Lose();
        _log.AppendNumbers(61, 3000);
        Assert.Equal(Numbers(61, 3000), Follow(source, out string? lost));
        Assert.Equal("10 records", lost);
    }

    [Fact]
    public void Without_files_the_gap_is_what_the_ring_lost()
    {
        using LogSource source = _log.Open(new LogChoice { Follow = true }, static () => []);
        _log.AppendNumbers(1, 10);
        Texts(source.Past());
        _log.AppendNumbers(11, 3000);
        List<string> followed = Follow(source, out string? lost);
        Assert.Equal($"{2990 - followed.Count} records", lost);
        Assert.Equal(Numbers(3001 - followed.Count, 3000), followed);
    }

    [Fact]
    public void A_rotation_between_the_listing_and_the_opening_costs_nothing()
    {
        _log.AppendNumbers(1, 2500, rotateEvery: 100_000);
        int asked = 0;
        using LogSource source = _log.Open(list: () =>
        {
            System.Collections.Immutable.ImmutableArray<string> files = _log.Files;
            if (++asked <= 3)
            {
                _log.Rotate();
                _log.AppendNumbers((asked * 50) + 2451, (asked * 50) + 2500, rotateEvery: 100_000);
            }

            return files;
        });
        List<string> read = Texts(source.Past());
        Assert.Equal(Numbers(1, read.Count), read);
        Assert.True(read.Count >= 2500);
    }

    [Fact]
    public void The_files_alone_are_enough_when_the_ring_is_empty()
    {
        using WrittenLog other = new();
        _log.AppendNumbers(1, 1500);
        using LogSource source = other.Open(list: () => _log.Files);
        Assert.Equal(Numbers(1, 1500), Texts(source.Past()));
    }

    [Fact]
    public void Losses_that_the_files_tell_of_are_told()
    {
        _log.Append("one\n");
        _log.Drain();
        File.AppendAllText(_log.Files[^1], "2026-01-31T12:00:00.000000000Z helios F [4096 bytes lost]\n2026-01-31T12:00:00.000000001Z stdout F two\nnonsense\n2026-01-31T12:00:00.0000");
        using WrittenLog other = new();
        using LogSource source = other.Open(list: () => _log.Files);
        Assert.Equal([(null, "one"), ("4096 bytes", "two")], source.Past().Select(static line => (line.LostBefore, Text(line))));
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00.123456789Z stdout F text\n", "text\n")]
    [InlineData("2026-01-31T12:00:00.123456789Z stderr P text\n", "text")]
    [InlineData("2026-01-31T12:00:00.123456789Z stdout F \n", "\n")]
    [InlineData("2026-01-31T12:00:00.123456789Z stdout F  two  blanks \n", " two  blanks \n")]
    [InlineData("2026-01-31T12:00:00.12345678xZ stdout F text\n", null)]
    [InlineData("2026-13-31T12:00:00.123456789Z stdout F text\n", null)]
    [InlineData("2026-01-31T12:00:00.123456789Z stdlog F text\n", null)]
    [InlineData("2026-01-31T12:00:00.123456789Z stdout X text\n", null)]
    [InlineData("2026-01-31T12:00:00.123456789Z stdout F\n", null)]
    [InlineData("\n", null)]
    public void Lines_of_files_have_one_form(string line, string? text)
    {
        LogPiece? piece = LogFiles.TryParse(Encoding.UTF8.GetBytes(line));
        Assert.Equal(text, piece is { } found ? Encoding.UTF8.GetString(found.Bytes.Span) : null);
        Assert.True(piece is null || piece.Value.UnixNanoseconds % 1000 == 789);
    }

    private List<string> Past()
    {
        using LogSource source = _log.Open();
        return Texts(source.Past());
    }

    private static List<string> Follow(LogSource source, out string? lost)
    {
        List<LogLine> lines = [];
        source.End();
        source.Follow(showsPieces: false, lines.Add);
        lost = lines.Select(static line => line.LostBefore).SingleOrDefault(static text => text is not null);
        return Texts(lines);
    }

    private static IEnumerable<string> Numbers(int from, int to) => Enumerable.Range(from, to - from + 1).Select(WrittenLog.Line);

    private static List<string> Texts(IEnumerable<LogLine> lines) => [.. lines.Select(Text)];

    private static string Text(LogLine line) => Encoding.UTF8.GetString(line.Bytes.Span);
}
