namespace Helios.Cli.Tests;

public class ProgramTests
{
    [Theory]
    [InlineData("rnu", "helios: 'rnu' is not a verb of helios; did you mean run? (helios --help lists them)\n")]
    [InlineData("zzzzzzz", "helios: 'zzzzzzz' is not a verb of helios (helios --help lists them)\n")]
    [InlineData("--memory", "helios: --memory: no such option; a verb comes first (helios --help lists them)\n")]
    [InlineData("run", "helios run: a command must follow the options\n")]
    [InlineData("run --memory abc true", "helios run: --memory: 'abc' is not a size: write a number with an optional K, M, G or T (powers of 1024), such as 64M or 1.5GiB\n")]
    [InlineData("run --memroy 1 true", "helios run: --memroy: no such option; did you mean --memory?\n")]
    [InlineData("explain --format xml true", "helios explain: --format: 'xml' is not one of text, json\n")]
    [InlineData("explain --hostname a/b true", "helios explain: --hostname: 'a/b' is not a host name: use 1 to 64 letters, digits, '.', '_' or '-'\n")]
    [InlineData("explain --pids-limit 5000000 true", "helios explain: --pids-limit: 5000000 is out of range: 0 to 4194304 tasks\n")]
    [InlineData("explain -v /:/ true", "helios explain: --volume: the target '/' is the root itself; choose it with root\n")]
    [InlineData("completion", "helios completion: name one shell: bash, zsh, fish\n")]
    [InlineData("completion tcsh", "helios completion: 'tcsh' is not one of bash, zsh, fish\n")]
    [InlineData("version now", "helios version: 'now': this verb takes no arguments\n")]
    [InlineData("doctor now", "helios doctor: 'now': this verb takes no arguments\n")]
    public void A_refusal_is_one_line_and_125(string line, string error)
    {
        Assert.Equal((125, "", error), CommandLineReader.Invoke(line.Split(' ')));
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public void Version_tells_its_own_and_the_runtimes(string word)
    {
        (int code, string output, _) = CommandLineReader.Invoke(word);

        Assert.Equal(0, code);
        Assert.Matches(@"^helios \d+\.\d+\.\d+.*\n\.NET .*\n$", output);
    }
}
