using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

/// <summary>Whoever has no terminal of its own gets none of the caller's (report M1).</summary>
public class StreamTests : RunTest
{
    [Fact]
    public void Without_a_terminal_of_its_own_the_payload_has_pipes_and_what_is_typed_and_written_passes()
    {
        using HostedTerminal terminal = HeliosCommand.OnTerminal(
            new WindowSize(80, 24), "run", "--name", Name, "sh", "-c", "for n in 0 1 2; do readlink /proc/self/fd/$n; done; test -t 1 || echo no terminal; read line; echo got $line; echo last >&2");
        terminal.Until("pipes", static shown => System.Text.RegularExpressions.Regex.Count(shown, "pipe:\\[") == 3);
        terminal.Expect("no terminal");
        terminal.Type("typed\r");
        // Two pipes: which of the two is passed on first is nobody's promise.
        terminal.Until("both streams", static shown => shown.Contains("got typed", StringComparison.Ordinal) && shown.Contains("last", StringComparison.Ordinal));
        Assert.Equal(0, terminal.End());
    }
}
