using Helios.Screens;

namespace Helios.Forktop.Tests;

/// <summary>Screens as text, compared with stored ones. HELIOS_UPDATE_GOLDEN=1 writes them.</summary>
public sealed class ForktopScreenTests
{
    [Theory]
    [InlineData("tree", "", 80, 24)]
    [InlineData("tree-wide", "", 140, 16)]
    [InlineData("tree-narrow", "", 30, 8)]
    [InlineData("info", "home down enter", 80, 24)]
    [InlineData("permissions", "end up up enter tab", 100, 40)]
    [InlineData("permissions-grown", "/ 1 1 5 enter v tab", 100, 40)]
    [InlineData("environment", "home down enter tab tab", 80, 24)]
    [InlineData("events-of-one", "home down enter tab tab tab tab", 80, 24)]
    [InlineData("log", "e", 100, 40)]
    [InlineData("collapsed", "home down left", 80, 24)]
    [InlineData("collapsed-all", "*", 80, 24)]
    [InlineData("filter", "\\ c c enter", 80, 24)]
    [InlineData("alive-only", "F", 80, 24)]
    [InlineData("search", "/ w o r", 80, 24)]
    [InlineData("sorted", "o o", 80, 24)]
    [InlineData("help", "?", 80, 24)]
    [InlineData("break", "b", 80, 24)]
    public void A_screen_looks_as_stored(string name, string keys, int columns, int rows)
    {
        ScreenState state = State();
        KeyBindings bindings = new();
        foreach (string key in keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (state.Prompt is { } prompt && key != "enter")
            {
                prompt.Text += key;
            }
            else if (state.Prompt is { } done)
            {
                state.Prompt = null;
                (state.Search, state.Filter) = done.Kind == PromptKind.Filter ? (state.Search, done.Text) : (done.Text, state.Filter);
                state.FindNext(1);
            }
            else
            {
                Assert.True(state.Apply(bindings.Of(key)), $"{key} is no key of the screen alone");
            }

            state.Refresh();
        }

        Golden.Check(name, ForktopScreen.Draw(state, bindings, columns, rows).ToString());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(10, 100)]
    [InlineData(300, 2)]
    public void No_size_is_too_small_or_too_large(int columns, int rows)
    {
        foreach (LowerPane lower in Enum.GetValues<LowerPane>())
        {
            ScreenState state = State();
            state.Lower = lower;
            ScreenBuffer picture = ForktopScreen.Draw(state, new KeyBindings(), columns, rows);
            Assert.Equal((columns, rows), (picture.Columns, picture.Rows));
        }
    }

    [Fact]
    public void Nothing_that_a_process_says_reaches_the_terminal_as_a_control_character()
    {
        ScreenState state = State();
        state.Lower = LowerPane.Log;
        string painted = new ScreenPainter(colours: true).Paint(ForktopScreen.Draw(state, new KeyBindings(), 200, 60));
        Assert.DoesNotContain("weird\e", painted, StringComparison.Ordinal);
    }

    private static ScreenState State()
    {
        ScreenState state = new(new ProcessTree()) { Source = "ptrace+seccomp", Now = Made.Start + 130_000_000, Follow = false };
        Made.Tree(Made.Build(), state);
        state.Refresh();
        state.Choose(0);
        return state;
    }
}
