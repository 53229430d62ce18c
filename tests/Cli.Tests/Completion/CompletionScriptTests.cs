using Helios.Linux;

namespace Helios.Cli.Tests;

public sealed class CompletionScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helios-completion").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("helios|", "run explain doctor version completion --help --version")]
    [InlineData("helios|r", "run")]
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
    [InlineData("helios|run|getop", "getopts")]
    [InlineData("helios|run|--|getop", "getopts")]
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
    [InlineData("helios ", "completion doctor explain run version")]
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
        string path = Path.Join(_folder, shell);
        File.WriteAllText(path, output);
        return path;
    }

    private string Shell(string shell, string command)
    {
        string? program = Array.Find(["/bin/" + shell, "/usr/bin/" + shell], File.Exists);
        if (program is null)
        {
            Assert.Skip($"{shell} is not installed");
        }

        using Launcher launcher = new();
        using SpawnScript script = new();
        using Pipe output = Pipe.Create();
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        script.ResetSignals();
        script.PassDescriptors((nothing, 0), (output.WriteEnd, 1), (nothing, 2));
        script.Call(
            $"exec {program}", Sys.execve, script.Text(program), script.TextArray([shell, "-c", command]),
            script.TextArray(["PATH=/usr/bin:/bin", $"HOME={_folder}", "TERM=dumb"]));
        using SpawnedProcess process = launcher.Launch(script, new SpawnRequest());
        output.WriteEnd.Dispose();
        using FileStream stream = new(new Microsoft.Win32.SafeHandles.SafeFileHandle(output.ReadEnd.Number, ownsHandle: false), FileAccess.Read);
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        process.Wait();
        return text;
    }
}
