namespace Helios.Forktop.Tests;

public sealed class KeyBindingsTests
{
    [Fact]
    public void An_action_that_is_named_loses_its_default_keys()
    {
        KeyBindings keys = KeyBindings.Parse("f", ["# mine", "", "quit = x ctrl-q", "up=w"]);
        Assert.Equal(ScreenAction.Quit, keys.Of("x"));
        Assert.Equal(ScreenAction.Quit, keys.Of("ctrl-q"));
        Assert.Equal(ScreenAction.None, keys.Of("q"));
        Assert.Equal(ScreenAction.Up, keys.Of("w"));
        Assert.Equal(ScreenAction.Down, keys.Of("j"));
    }

    [Theory]
    [InlineData("quit", "f:1: 'quit' is not of the form action = keys")]
    [InlineData("leave = x", "f:1: 'leave' is not an action; the help (")]
    [InlineData("up = x\ndown = x", "f:2: key 'x' is taken by line 1")]
    public void A_line_that_cannot_be_is_refused_with_its_number(string text, string refusal)
        => Assert.StartsWith(refusal, Assert.Throws<ForktopException>(() => KeyBindings.Parse("f", text.Split('\n'))).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_action_has_a_key_and_a_line_of_help()
    {
        KeyBindings keys = new();
        Assert.All(Enum.GetValues<ScreenAction>().Where(static action => action != ScreenAction.None), action => Assert.NotEqual("", keys.KeyOf(action)));
        Assert.All(keys.Help, static line => Assert.NotEqual("", line.Help));
    }
}
