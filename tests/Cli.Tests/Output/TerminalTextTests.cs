namespace Helios.Cli.Tests;

/// <summary>Nothing of a container's makes a terminal do something (report M9).</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain äöü 漢字\n\ttext", "plain äöü 漢字\n\ttext")]
    [InlineData("ok\u001b]0;PWNED\a\u001b[2J\rfake", "ok\\x1b]0;PWNED\\x07\\x1b[2J\\x0dfake")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("\u007f\b", "\\x7f\\x08")]
    [InlineData("abc\u202ecba", "abc\\u202ecba")]
    public void What_a_terminal_would_obey_is_written_out(string text, string shown)
    {
        Assert.Equal(shown, TerminalText.Escape(text));
        StringWriter output = new();
        StringWriter error = new();
        CliConsole console = new(() => output, () => error);
        console.Output.Write(text);
        console.Error.Write(text.AsSpan());
        foreach (char character in text)
        {
            console.Output.Write(character);
        }

        console.Output.WriteLine();
        console.Flush();
        Assert.Equal(shown + shown + "\n", output.ToString());
        Assert.Equal(shown, error.ToString());
    }

    [Fact]
    public void Our_own_sequences_go_out_as_they_are()
    {
        StringWriter output = new();
        CliConsole console = new(() => output, () => output);
        console.RawOutput.Write("\e[H");
        console.Output.Write("\e[H");
        Assert.Equal("\e[H\\x1b[H", output.ToString());
    }
}
