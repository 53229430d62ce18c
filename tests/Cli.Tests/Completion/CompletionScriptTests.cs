using System.Diagnostics;
using Helios.Support;

namespace Helios.Cli.Tests;

public sealed class CompletionScriptTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("helios|expl", "explain")]
    [InlineData("helios|r", "run restart resume rm")]
    [InlineData("helios|run|--mem", "--memory --memory-swap")]
    [InlineData("helios|run|--network|", "none private host")]
    [InlineData("helios|run|--network|=|h", "host")]
    [InlineData("helios|run|--network|=", "none private host")]
    [InlineData("helios|run|-m|64M|--net|", "none private host")]
    [InlineData("helios|run|-m|", "")]
    [InlineData("helios|run|-it|--network|=|host|--read", "--read-only")]
    [InlineData("helios|run|-v|/a|:|/b|:|ro|--read", "--read-only")]
    [InlineData("helios|run|--root|/us", "/usr")]
    [InlineData("helios|run|ls|/et", "/etc")]
    [InlineData("helios|run|ls|--mem", "")]
    [InlineData("helios|run|-m|64M|compgen-", "")]
    [InlineData("helios|run|compge", "compgen")]
    [InlineData("helios|run|--|compge", "compgen")]
    [InlineData("helios|explain|--for", "--format")]
    [InlineData("helios|doctor|--format|j", "json")]
    [InlineData("helios|completion|", "bash zsh fish")]
    [InlineData("helios|nonsense|", "")]
    public void Bash_completes(string words, string expected)
    {
        string quoted = string.Join(' ', words.Split('|').Select(static word => $"'{word}'"));
        string output = Shell(
            "bash",
            $"source '{Script("bash")}'; COMP_WORDS=({quoted}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _helios; printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        string[] replies = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), replies);
    }

    [Fact]
    public void Bash_knows_the_function_for_the_command()
        => Assert.Contains("-F _helios helios", Shell("bash", $"source '{Script("bash")}'; complete -p helios"), StringComparison.Ordinal);

    [Theory]
    [InlineData("helios comp", "completion")]
    [InlineData("helios run --mem", "--memory --memory-swap")]
    [InlineData("helios run --network ", "host none private")]
    [InlineData("helios run ls --mem", "")]
    [InlineData("helios completion ", "bash fish zsh")]
    public void Fish_completes(string line, string expected)
    {
        string output = Shell("fish", $"source '{Script("fish")}'; complete -C '{line}'");

        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static reply => reply.Split('\t')[0])));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void The_script_is_good_syntax(string shell) => Assert.Equal("ok\n", Shell(shell, $"{shell} -n '{Script(shell)}' && echo ok"));

    [Fact]
    public void Zsh_loads_a_function_that_has_every_option()
    {
        string script = File.ReadAllText(Script("zsh"));
        Assert.All(VerbTable.All().SelectMany(static verb => verb.CliOptions), option => Assert.Contains(option.Name, script, StringComparison.Ordinal));
        Assert.Equal("ok\n", Shell("zsh", $"autoload -U compinit && compinit -D -u && source '{Script("zsh")}' && whence -w _helios >/dev/null && echo ok"));
    }

    private string Script(string shell)
    {
        (int code, string output, _) = CommandLineReader.Invoke("completion", shell);
        Assert.Equal(0, code);
        return _tree.Write(shell, output);
    }

    private string Shell(string shell, string command)
    {
        Needs.Tool(shell);
        ProcessStartInfo start = new(Tool.Find(shell)!, ["-c", command]);
        start.Environment["HOME"] = _tree.Root;
        start.Environment["TERM"] = "dumb";
        return Tool.Run(start).Output;
    }
}
