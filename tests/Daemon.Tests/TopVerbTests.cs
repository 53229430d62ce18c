using Helios.Linux;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary><c>helios top</c> on a terminal, with the test at its keys.</summary>
public class TopVerbTests
{
    private const string One = "top-test-one";
    private const string Two = "top-test-two";
    private const string LeaveScreen = "\e[?25h\e[?1049l";

    private static readonly WindowSize s_size = new(110, 24);

    [Fact]
    public void Containers_and_their_states_are_shown_and_keys_act_on_the_chosen_one()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        terminal.Type("\e[B");
        terminal.UntilPicture("the log of the second", static picture => Begun(picture) == 1);
        terminal.Type("s");
        Until(terminal, Two, "exited");
        terminal.Type("S");
        Until(terminal, Two, "running");
        terminal.UntilPicture("a second run", static picture => Begun(picture) == 2);
        terminal.Type("r");
        terminal.UntilPicture("a third run", static picture => Begun(picture) == 3 && picture.StateOf(Two) == "running");
        terminal.Type("p");
        Until(terminal, Two, "paused");
        terminal.Type("p");
        Until(terminal, Two, "running");
        terminal.Type("k");
        Until(terminal, Two, "exited");
        Assert.Equal($"{One} running 1\n{Two} exited 3\n", daemon.Helios("ps", "-a", "--format", "{{.name}} {{.state}} {{.runs}}").Good());
        Quit(terminal, "q");
    }

    [Fact]
    public void The_log_and_a_shell_take_the_screen_and_give_it_back_and_no_key_is_lost()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        terminal.Type("l");
        terminal.Expect(LeaveScreen);
        terminal.Expect("begun");
        terminal.Expect("-- Enter goes back --");
        terminal.Type("\r");
        Until(terminal, One, "running");
        terminal.Type("e");
        terminal.Expect(LeaveScreen);
        terminal.Type("stty size; echo $((40 + 2))\r");
        terminal.Expect("24 110");
        terminal.Expect("42\r\n");
        terminal.Type("exit\r");
        Until(terminal, One, "running");

        // The very next key is top's, and after a shell that was left the shell's output is nobody's.
        terminal.Type("p");
        Until(terminal, One, "paused");
        terminal.Type("p");
        Until(terminal, One, "running");
        terminal.Type("e");
        terminal.Expect(LeaveScreen);
        terminal.Type("while :; do echo noise; sleep 0.01; done\r");
        terminal.Expect("noise\r\nnoise");
        terminal.Type("\u0010\u0011");
        terminal.Expect("left session");
        Until(terminal, One, "running");
        terminal.Type("p");
        terminal.Expect("pause " + One);
        Until(terminal, One, "paused");
        string time = terminal.Picture.Lines[0];
        terminal.UntilPicture("a later picture without noise", picture =>
        {
            Assert.DoesNotContain("noise", picture.Text, StringComparison.Ordinal);
            return picture.Lines[0] != time;
        });
        Quit(terminal, "q");
    }

    [Fact]
    public void It_follows_the_size_of_the_terminal()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        foreach (WindowSize size in (WindowSize[])[new(70, 12), new(20, 4), new(1, 1), new(200, 50), s_size])
        {
            terminal.Resize(size);
            terminal.UntilPicture(
                $"a picture of {size}",
                picture => picture.Lines[^1].StartsWith("up/down choose  l logs"[..Math.Min(size.Columns, (ushort)22)], StringComparison.Ordinal) || (size.Rows < 2 && picture.Lines[0][0] == 'h'));
        }

        Until(terminal, Two, "running");
        Quit(terminal, "q");
    }

    [Fact]
    public void Control_C_leaves_as_q_does()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        Quit(terminal, "\u0003");
        Assert.Equal($"{One}\n{Two}\n", daemon.Helios("ps", "-q").Good());
    }

    [Fact]
    public void The_terminal_is_restored_when_it_is_ended_by_a_signal()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        terminal.Signal(SignalNumbers.SIGTERM);
        terminal.Expect(LeaveScreen);
        terminal.End();
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void The_terminal_is_restored_when_the_daemon_goes()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = Open(daemon);
        daemon.Signal(15);
        terminal.Expect(LeaveScreen);
        Assert.Equal(125, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void A_shell_stops_it_and_has_its_terminal_back_and_fg_draws_it_again()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using JobShell shell = new(daemon, s_size);
        string modes = shell.Terminal.Modes();
        shell.Terminal.Type("$HELIOS top --interval 0.2\r");
        Until(shell.Terminal, One, "running");
        shell.StopTheJob();
        shell.Terminal.Expect(LeaveScreen);
        shell.Terminal.Expect("Stopped");
        shell.Terminal.Expect(JobShell.Prompt);
        Assert.Equal(modes, shell.Terminal.Modes());
        shell.Terminal.Type("fg\r");
        shell.Terminal.Expect("\e[?1049h");
        Until(shell.Terminal, One, "running");
        shell.Terminal.Type("p");
        Until(shell.Terminal, One, "paused");
        shell.Terminal.Type("q");
        shell.Terminal.Expect(LeaveScreen);
        shell.Terminal.Expect(JobShell.Prompt);
        Assert.Equal(modes, shell.Terminal.Modes());
    }

    private static int Begun(TerminalPicture picture) => picture.Lines.Count(static line => line.TrimEnd() == "begun");

    private static void Until(HostedTerminal terminal, string name, string state)
        => terminal.UntilPicture($"{name} {state}", picture => picture.StateOf(name) == state);

    private static void Quit(HostedTerminal terminal, string key)
    {
        Assert.NotEqual(terminal.ModesBefore, terminal.Modes());
        terminal.Type(key);
        terminal.Expect(LeaveScreen);
        Assert.Equal(0, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    private static HostedTerminal Open(LiveDaemon daemon)
    {
        HostedTerminal terminal = daemon.OnTerminal(s_size, "top", "--interval", "0.2");
        try
        {
            Until(terminal, One, "running");
            Until(terminal, Two, "running");
            return terminal;
        }
        catch
        {
            terminal.Dispose();
            throw;
        }
    }

    private static LiveDaemon BeginWithTwo()
    {
        LiveDaemon daemon = LiveDaemon.Begin();
        try
        {
            daemon.Helios("run", "-d", "--stop-timeout", "0", "--name", One, "--", "sh", "-c", "echo begun; exec sleep 1000").Good();
            daemon.Helios("run", "-d", "--stop-timeout", "0", "--name", Two, "--", "sh", "-c", "echo begun; exec sleep 1000").Good();
            return daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }
}
