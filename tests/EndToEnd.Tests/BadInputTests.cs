using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>Every kind of bad input: one line, the right code, nothing left behind (which <see cref="RunTest"/> looks at).</summary>
public class BadInputTests : RunTest
{
    [Theory]
    [InlineData(125, "--memroy: no such option; did you mean --memory?", "--memroy", "64M", "true")]
    [InlineData(125, "--memory: 'abc' is not a size", "--memory", "abc", "true")]
    [InlineData(125, "--memory: '-5' is not a size", "--memory", "-5", "true")]
    [InlineData(125, "--memory: 1024 is out of range", "--memory", "1K", "true")]
    [InlineData(125, "--pids-limit: -7 is out of range", "--pids-limit", "-7", "true")]
    [InlineData(125, "--cpus: '-1' is not a number", "--cpus", "-1", "true")]
    [InlineData(125, "--cpu-weight: 0 is out of range", "--cpu-weight", "0", "true")]
    [InlineData(125, "--oom-score-adj: 1001 is out of range", "--oom-score-adj", "1001", "true")]
    [InlineData(125, "--cpuset-cpus: 'x' is not a list", "--cpuset-cpus", "x", "true")]
    [InlineData(125, "--ulimit: 'nofile=5:1'", "--ulimit", "nofile=5:1", "true")]
    [InlineData(125, "--user: '-1' is not a user", "--user", "-1", "true")]
    [InlineData(125, "--user: ", "--user", "no-such-user", "true")]
    [InlineData(125, "--cap-add: 'FLY' is not a capability", "--cap-add", "FLY", "true")]
    [InlineData(125, "--hostname: 'a/b' is not a host name", "--hostname", "a/b", "true")]
    [InlineData(125, "--workdir: 'relative' is not an absolute path", "--workdir", "relative", "true")]
    [InlineData(125, "/no/such: no such file or directory", "--workdir", "/no/such", "true")]
    [InlineData(125, "--volume: the source /no/such does not exist", "-v", "/no/such:/x", "true")]
    [InlineData(125, "--volume: target 'x' is not an absolute path", "-v", "/usr:x", "true")]
    [InlineData(125, "--volume: target '/../x' is not an absolute path without '..'", "-v", "/usr:/../x", "true")]
    [InlineData(125, "--network: 'bridge' is not one of", "--network", "bridge", "true")]
    [InlineData(125, "--env-file: '/no/such': no such file", "--env-file", "/no/such", "true")]
    [InlineData(125, "--root: the directory /no/such does not exist", "--root", "/no/such", "true")]
    [InlineData(125, "--root: /etc/passwd is not a directory", "--root", "/etc/passwd", "true")]
    [InlineData(125, "a command must follow the options", "--tty")]
    [InlineData(127, "execute no-such-command: ", "no-such-command")]
    [InlineData(126, "execute /etc/passwd: ", "/etc/passwd")]
    [InlineData(126, "execute /usr: ", "/usr")]
    public void Is_one_line_and_the_right_code(int code, string message, params string[] arguments) => AssertRefused(code, message, Run(arguments));

    [Fact]
    public void A_name_with_a_slash_is_refused() => AssertRefused(125, "--name: '../x' is not a container name", HeliosCommand.Run("run", "--name", "../x", "true"));

    [Fact]
    public void An_empty_root_is_refused()
        => AssertRefused(125, $"--root: {Files.At("empty")} is empty", Run("--root", Files.MakeFolder("empty"), "true"));

    [Fact]
    public void A_root_without_the_command_is_127()
    {
        Files.Write("root/etc/motd", "no programs here");

        AssertRefused(127, "execute /bin/true: ", Run("--root", Files.At("root"), "/bin/true"));
    }

    private static void AssertRefused(int code, string message, ToolResult result)
    {
        Assert.StartsWith("helios run: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Empty(result.Output);
        Assert.Equal(code, result.ExitCode);
    }
}
