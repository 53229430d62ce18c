using System.Diagnostics;
using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

public class SignalTests : RunTest
{
    [Theory]
    [InlineData(SignalNumbers.SIGHUP)]
    [InlineData(SignalNumbers.SIGINT)]
    [InlineData(SignalNumbers.SIGQUIT)]
    [InlineData(SignalNumbers.SIGTERM)]
    [InlineData(SignalNumbers.SIGUSR1)]
    [InlineData(SignalNumbers.SIGUSR2)]
    public void A_signal_to_helios_is_the_payloads_to_handle(long signal)
    {
        using Process run = HeliosCommand.StartReady("run", "--name", Name, "sh", "-c", $"trap 'echo caught; exit 42' {signal}; echo ready; sleep 1000 & wait");
        run.Signal(signal);

        Assert.Equal(new ToolResult(42, "caught\n", ""), run.End());
    }

    [Fact]
    public void A_payload_that_is_killed_from_outside_is_137_and_told()
    {
        using Process run = HeliosCommand.StartReady("run", "--name", Name, "sh", "-c", "echo ready; sleep 1000");
        using (PidFd payload = run.Payload())
        {
            payload.TrySignal((int)SignalNumbers.SIGKILL);
        }

        Assert.Equal(new ToolResult(137, "", $"helios: {Name}: killed by SIGKILL"), run.End());
    }

    [Fact]
    public void When_helios_is_killed_the_payload_dies_and_the_next_run_clears_up()
    {
        using Process run = HeliosCommand.StartReady("run", "--name", Name, "sh", "-c", "echo ready; sleep 1000");
        using PidFd payload = run.Payload();
        run.Signal(SignalNumbers.SIGKILL);

        Assert.Equal(137, run.End().ExitCode);
        Poll.WaitReadable(payload, TimeSpan.FromMinutes(1));
        Assert.False(payload.IsAlive);
        Assert.Equal(0, Run("true").ExitCode);
    }

    [Fact]
    public void Ignored_signals_of_the_runtime_are_not_inherited()
        => Assert.Equal("SigIgn:\t0000000000000000", Shell("grep SigIgn /proc/self/status"));
}
