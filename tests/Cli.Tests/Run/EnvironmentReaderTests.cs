namespace Helios.Cli.Tests;

public sealed class EnvironmentReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_default_environment_is_a_small_list()
        => Assert.Equal(
            ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "HOSTNAME=0123456789ab", "container=helios"],
            Read("x"));

    [Fact]
    public void A_terminal_brings_its_type() => Assert.Contains("TERM=vt220", Read("-t", "x"));

    [Fact]
    public void A_terminal_of_no_type_is_an_xterm()
        => Assert.Contains(
            new("TERM", "xterm"),
            CommandLineReader.ReadOn(CommandLineReader.Host with { Environment = new Dictionary<string, string>() }, "-t", "x").Environment);

    [Fact]
    public void Options_win_over_files_and_files_over_defaults()
    {
        File.WriteAllText(_file, "# comment\n\nPATH=/file\nA=file\n  B=two words \nEDITOR\nUNSET_HERE\n");

        string[] environment = Read("--env-file", _file, "-e", "A=option", "-e", "C=x=y", "-e", "UNSET_TOO", "x");

        Assert.Contains("PATH=/file", environment);
        Assert.Contains("A=option", environment);
        Assert.Contains("B=two words ", environment);
        Assert.Contains("C=x=y", environment);
        Assert.Contains("EDITOR=ed", environment);
        Assert.DoesNotContain(environment, static variable => variable.StartsWith("UNSET", StringComparison.Ordinal));
        Assert.Single(environment, static variable => variable.StartsWith("PATH=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bad_line_of_a_file_is_named_with_its_number()
    {
        File.WriteAllText(_file, "A=1\nnot a name=2\n");

        CliException refusal = Assert.Throws<CliException>(() => Read("--env-file", _file, "x"));

        Assert.Equal($"--env-file: {_file}:2: 'not a name=2' is not a variable: write NAME=VALUE or NAME", refusal.Message);
    }

    [Fact]
    public void The_host_name_variable_follows_the_namespace()
    {
        Assert.Contains("HOSTNAME=web", Read("--hostname", "web", "x"));
        Assert.Contains("HOSTNAME=machine", Read("--uts", "host", "x"));
    }

    private static string[] Read(params string[] words) => [.. CommandLineReader.Read(words).Environment.Select(Line)];

    private static string Line(KeyValuePair<string, string> variable) => $"{variable.Key}={variable.Value}";
}
