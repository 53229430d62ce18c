using Helios.Linux;
using Helios.Support;

namespace Helios.EndToEnd.Tests;

public class TerminalTests : RunTest
{
    private static readonly WindowSize s_size = new(120, 33);

    [Fact]
    public void The_payload_has_a_terminal_of_the_right_size_and_type()
    {
        using HostedTerminal terminal = Start("tty; stty size; echo $TERM");

        terminal.Expect("/dev/pts/0");
        terminal.Expect("33 120");
        terminal.Expect("vt220");
        Assert.Equal(0, terminal.End());
    }

    [Fact]
    public void The_terminal_is_restored_when_the_payload_ends()
    {
        using HostedTerminal terminal = Start("echo ready; read line; exit 3");
        terminal.Expect("ready");
        Assert.NotEqual(terminal.ModesBefore, terminal.Modes());
        terminal.Type("\r");

        Assert.Equal(3, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void The_terminal_is_restored_when_helios_is_asked_to_end()
    {
        using HostedTerminal terminal = Start("trap 'exit 9' TERM; echo ready; sleep 1000 & wait");
        terminal.Expect("ready");
        terminal.Signal(SignalNumbers.SIGTERM);

        Assert.Equal(9, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void The_terminal_is_restored_when_the_command_cannot_start()
    {
        using HostedTerminal terminal = HeliosCommand.OnTerminal(s_size, "run", "-t", "--name", Name, "no-such-program");
        terminal.Expect("no such program");

        Assert.Equal(127, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Theory]
    [InlineData("\u0003", "INT")]
    [InlineData("\u001a", "TSTP")]
    [InlineData("\u001c", "QUIT")]
    public void Keys_that_make_signals_make_them_in_the_container(string key, string signal)
    {
        using HostedTerminal terminal = Start($"trap 'echo caught {signal}; exit 5' {signal}; echo ready; sleep 1000 & wait");
        terminal.Expect("ready");
        terminal.Type(key);

        terminal.Expect($"caught {signal}");
        Assert.Equal(5, terminal.End());
    }

    [Fact]
    public void A_resize_reaches_the_payload()
    {
        using HostedTerminal terminal = Start("trap 'stty size; exit 0' WINCH; echo ready; sleep 1000 & wait");
        terminal.Expect("ready");
        terminal.Resize(new WindowSize(77, 22));

        terminal.Expect("22 77");
        Assert.Equal(0, terminal.End());
    }

    [Fact]
    public void What_is_typed_is_read_and_the_end_of_it_too()
    {
        using HostedTerminal terminal = Start("echo ready; cat");
        terminal.Expect("ready");
        terminal.Type("hello\r");
        terminal.Expect("hello\r\nhello\r\n");
        terminal.Type("\u0004");

        Assert.Equal(0, terminal.End());
    }

    [Fact]
    public void Much_output_arrives_whole()
    {
        using HostedTerminal terminal = Start("seq 1 20000; echo done");

        terminal.Expect("19999\r\n20000\r\ndone\r\n");
        Assert.Equal(0, terminal.End());
    }

    [Fact]
    public void A_terminal_can_be_had_without_one_on_standard_input()
    {
        ToolResult result = HeliosCommand.RunWith("line\n", "run", "-t", "--name", Name, "sh", "-c", "test -t 0 && cat");

        Assert.Equal("line\r\nline\r\n", result.Expect());
    }

    private HostedTerminal Start(string line) => HeliosCommand.OnTerminal(s_size, "run", "-it", "--name", Name, "sh", "-c", line);
}
