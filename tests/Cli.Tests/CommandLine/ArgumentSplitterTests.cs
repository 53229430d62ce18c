namespace Helios.Cli.Tests;

public class ArgumentSplitterTests
{
    private static readonly CliOption s_tty = new("--tty", ValueKind.Switch, "", "-t");
    private static readonly CliOption s_interactive = new("--interactive", ValueKind.Switch, "", "-i");
    private static readonly CliOption s_memory = new("--memory", ValueKind.Text, "", "-m", "--mem");

    [Theory]
    [InlineData("-it sh", "--interactive --tty", "sh")]
    [InlineData("-m64M sh", "--memory=64M", "sh")]
    [InlineData("-m=64M sh", "--memory=64M", "sh")]
    [InlineData("-m 64M sh", "--memory=64M", "sh")]
    [InlineData("-tm 64M sh", "--tty --memory=64M", "sh")]
    [InlineData("--mem 64M sh", "--memory=64M", "sh")]
    [InlineData("--memory=a=b:c sh", "--memory=a=b:c", "sh")]
    [InlineData("--memory -1 sh", "--memory=-1", "sh")]
    [InlineData("--memory -- sh", "--memory=--", "sh")]
    [InlineData("--tty=false sh", "--tty=false", "sh")]
    [InlineData("-t=false sh", "--tty=false", "sh")]
    [InlineData("ls -t --tty --nonsense", "", "ls -t --tty --nonsense")]
    [InlineData("-t -- -x -m", "--tty", "-x -m")]
    [InlineData("-t ls -- -x", "--tty", "ls -- -x")]
    [InlineData("- -t", "", "- -t")]
    [InlineData("", "", "")]
    public void Options_end_at_the_first_plain_word(string words, string options, string rest)
    {
        SplitArguments split = new ArgumentSplitter([s_tty, s_interactive, s_memory], stopsAtFirstWord: true).Split(Words(words));

        Assert.Equal(Words(options), split.Options);
        Assert.Equal(Words(rest), split.Rest);
    }

    [Fact]
    public void A_verb_without_a_payload_takes_options_after_its_arguments()
    {
        SplitArguments split = new ArgumentSplitter([s_tty], stopsAtFirstWord: false).Split(["one", "-t", "two", "--", "-t"]);

        Assert.Equal(["--tty"], split.Options);
        Assert.Equal(["one", "two", "-t"], split.Rest);
    }

    [Theory]
    [InlineData("--nonsense", "--nonsense: no such option")]
    [InlineData("--memroy 1", "--memroy: no such option; did you mean --memory?")]
    [InlineData("--inter", "--inter: no such option; did you mean --interactive?")]
    [InlineData("-x", "-x: no such option")]
    [InlineData("-tx", "-x: no such option")]
    [InlineData("--memory", "--memory: a value must follow")]
    [InlineData("-m", "-m: a value must follow")]
    [InlineData("--memory=", "--memory: the value is empty")]
    public void What_cannot_be_an_option_is_named(string words, string message)
    {
        CliException refusal = Assert.Throws<CliException>(
            () => new ArgumentSplitter([s_tty, s_interactive, s_memory], stopsAtFirstWord: true).Split(Words(words)));

        Assert.Equal(message, refusal.Message);
        Assert.Equal(125, refusal.Code);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
