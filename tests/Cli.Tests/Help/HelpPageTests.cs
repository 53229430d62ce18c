namespace Helios.Cli.Tests;

public class HelpPageTests
{
    public static TheoryData<string> Verbs => [.. VerbTable.Names];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_names_every_option_and_shows_an_example(string name)
    {
        (int code, string output, string error) = CommandLineReader.Invoke(name, "--help");

        Verb verb = VerbTable.Make(name);
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.All(verb.CliOptions, option => Assert.Contains(HelpPage.Names(option).Trim(), output, StringComparison.Ordinal));
        Assert.NotEmpty(verb.Examples);
        Assert.All(output.Split('\n'), static line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("run")]
    [InlineData("explain")]
    public void Every_example_with_a_container_can_be_read(string name)
        => Assert.All(VerbTable.Make(name).Examples.Where(static example => !example.Text.Contains(" -d ", StringComparison.Ordinal)), example =>
        {
            string[] words = example.Text.Split(' ')[2..];
            words = [.. words.Where(static word => word is not ("--format" or "json" or "--syscalls"))];
            Assert.Empty(CommandLineReader.Read(words).Faults());
        });

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public void The_overview_lists_every_verb(string word)
    {
        (int code, string output, _) = CommandLineReader.Invoke(word);

        Assert.Equal(0, code);
        Assert.All(VerbTable.Names, name => Assert.Contains($"\n  {name} ", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_verb_the_overview_goes_to_standard_error()
    {
        (int code, string output, string error) = CommandLineReader.Invoke();

        Assert.Equal(125, code);
        Assert.Empty(output);
        Assert.StartsWith("Runs commands in Linux containers.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_a_verb_can_be_asked_in_both_orders()
        => Assert.Equal(CommandLineReader.Invoke("run", "--help"), CommandLineReader.Invoke("help", "run"));
}
