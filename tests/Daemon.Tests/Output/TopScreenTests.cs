using Helios.Cli;
using Helios.Control;

namespace Helios.Daemon.Tests.Output;

public class TopScreenTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 12, 0, 10, TimeSpan.Zero);

    private static readonly TopModel s_model = new TopModel { Log = ["one", "two\e[2Jthree"] }
        .With([Line("db"), Line("web-1"), Line("web-2")], [new FiguresLine { Name = "web-1", Taken = s_now, CpuTime = TimeSpan.FromSeconds(1), Memory = 1 << 20, Tasks = 2 }], s_now)
        .With([Line("db"), Line("web-1"), Line("web-2")], [new FiguresLine { Name = "web-1", Taken = s_now.AddSeconds(2), CpuTime = TimeSpan.FromSeconds(2), Memory = 2 << 20, Tasks = 3 }], s_now);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(20, 5)]
    [InlineData(200, 60)]
    [InlineData(1, 1)]
    public void Every_line_is_as_wide_as_the_window_and_there_are_as_many_as_rows(int columns, int rows)
    {
        string[] lines = TopScreen.Lines(s_model, columns, rows, out _);
        Assert.Equal(rows, lines.Length);
        Assert.All(lines, line => Assert.Equal(columns, line.Length));
    }

    [Fact]
    public void A_row_shows_use_between_two_readings()
    {
        string[] lines = TopScreen.Lines(s_model.Move(1), 100, 20, out int chosen);
        Assert.Equal("web-1                running        50.0%       2 MiB      3        0  up 10s", lines[chosen].TrimEnd());
        Assert.StartsWith("── web-1 ─", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public void Escape_sequences_of_a_container_do_not_reach_the_terminal()
        => Assert.DoesNotContain(TopScreen.Lines(s_model, 80, 24, out _), static line => line.Contains('\e', StringComparison.Ordinal));

    [Fact]
    public void The_choice_stops_at_the_ends_and_survives_new_facts()
    {
        Assert.Equal("db", s_model.Move(-5).Chosen);
        Assert.Equal("web-2", s_model.Move(5).Chosen);
        Assert.Equal("web-1", s_model.Move(1).With([Line("a"), Line("web-1")], [], s_now).Chosen);
        Assert.Equal("a", s_model.Move(2).With([Line("a")], [], s_now).Chosen);
        Assert.Null(s_model.With([], [], s_now).Chosen);
    }

    private static ContainerLine Line(string name) => new() { Name = name, State = "running", ProcessId = 1, StartedAt = s_now.AddSeconds(-10), Since = s_now.AddSeconds(-10) };
}
