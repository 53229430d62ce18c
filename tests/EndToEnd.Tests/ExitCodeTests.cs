using Helios.Support;

namespace Helios.EndToEnd.Tests;

public class ExitCodeTests : RunTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void The_payloads_code_is_the_commands_and_nothing_is_said(int code)
        => Assert.Equal(new ToolResult(code, "", ""), Run("sh", "-c", $"exit {code}"));

    [Fact]
    public void A_command_that_is_not_there_is_127()
    {
        ToolResult result = Run("no-such-program");

        Assert.Equal(127, result.ExitCode);
        Assert.StartsWith("helios run: execute no-such-program: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_cannot_be_executed_is_126()
    {
        ToolResult result = Run("/etc/passwd");

        Assert.Equal(126, result.ExitCode);
        Assert.StartsWith("helios run: execute /etc/passwd: permission denied", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_begin_with_a_dash_reach_the_command_untouched()
        => Assert.Equal("-m --nonsense -- -t\n", Run("echo", "-m", "--nonsense", "--", "-t").Expect());

    [Fact]
    public void Streams_pass_through_in_both_directions()
    {
        ToolResult result = HeliosCommand.RunWith("in\n", "run", "--name", Name, "sh", "-c", "cat; echo out; echo err >&2");

        Assert.Equal(new ToolResult(0, "in\nout\n", "err"), result);
    }

    [Fact]
    public void Two_containers_of_one_name_cannot_run_at_once()
    {
        using System.Diagnostics.Process first = HeliosCommand.StartReady("run", "--name", Name, "sh", "-c", "echo ready; cat");
        ToolResult second = Run("true");
        first.StandardInput.Close();

        Assert.Equal(125, second.ExitCode);
        Assert.Contains(Name, second.Errors, StringComparison.Ordinal);
        Assert.Equal(0, first.End().ExitCode);
    }
}
