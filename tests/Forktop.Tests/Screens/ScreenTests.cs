using Helios.Screens;

namespace Helios.Forktop.Tests;

public sealed class ScreenTests
{
    [Fact]
    public void The_next_picture_costs_only_what_differs()
    {
        ScreenPainter painter = new(colours: true);
        Assert.Contains("\e[2J", painter.Paint(Picture("hello world")), StringComparison.Ordinal);
        Assert.Equal("", painter.Paint(Picture("hello world")));
        Assert.Equal("\e[?2026h\e[1;7Ht\e[?2026l", painter.Paint(Picture("hello torld")));
        Assert.Equal("\e[?2026h\e[1;1H\e[0;1;31mh\e[0m\e[?2026l", Styled(painter));
    }

    [Fact]
    public void Another_size_is_painted_whole()
    {
        ScreenPainter painter = new(colours: false);
        painter.Paint(Picture("a"));
        Assert.Contains("\e[2J", painter.Paint(new ScreenBuffer(10, 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_characters_take_two_cells_and_are_never_cut_in_half()
    {
        ScreenBuffer screen = new(5, 1);
        Assert.Equal(4, screen.Write(0, 0, "日本語"));
        Assert.Equal("日本\n", screen.ToString());
        screen.Write(1, 0, "x");
        Assert.Equal(" x本\n", screen.ToString());
        screen.Write(2, 0, "y");
        Assert.Equal(" xy\n", screen.ToString());
    }

    [Fact]
    public void Marks_combine_and_control_characters_become_dots()
    {
        ScreenBuffer screen = new(10, 1);
        Assert.Equal(4, screen.Write(0, 0, "e\u0301\e\tx"));
        Assert.Equal("e\u0301· x\n", screen.ToString());
    }

    [Theory]
    [InlineData("s", "s")]
    [InlineData("\e[B\e[B", "down down")]
    [InlineData("\eOAq", "up q")]
    [InlineData("s\e[6~S", "s pagedown S")]
    [InlineData("\e", "escape")]
    [InlineData("\e[", "unknown")]
    [InlineData("\eq", "alt-q")]
    [InlineData("\e\e[A", "escape up")]
    [InlineData("\u0003\u001d\r\t \u007f", "ctrl-c ctrl-} enter tab space backspace")]
    [InlineData("\e[Z\e[15~\eOP", "shift-tab f5 f1")]
    [InlineData("é日😀", "é 日 😀")]
    public void Keys_that_came_together_are_told_apart(string typed, string keys) => Assert.Equal(keys, string.Join(' ', KeyReader.Split(typed)));

    private static ScreenBuffer Picture(string text)
    {
        ScreenBuffer screen = new(20, 2);
        screen.Write(0, 0, text);
        return screen;
    }

    private static string Styled(ScreenPainter painter)
    {
        ScreenBuffer screen = Picture("hello torld");
        screen.Write(0, 0, "h", new CellStyle(CellColour.Red, CellAttributes.Bold));
        return painter.Paint(screen);
    }
}
