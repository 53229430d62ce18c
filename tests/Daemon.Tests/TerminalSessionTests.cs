using Helios.Linux;
using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary><c>helios attach</c> and <c>helios exec -it</c> on real terminals.</summary>
public class TerminalSessionTests
{
    private const string One = "attach-test-one";
    private const string Two = "attach-test-two";
    private const string Detach = "\u0010\u0011";

    private static readonly WindowSize s_size = new(120, 33);

    [Fact]
    public void Without_a_name_attach_offers_what_is_up_and_takes_a_number_or_a_name()
    {
        using LiveDaemon daemon = BeginWithTwo();
        foreach (string answer in (string[])["2", Two])
        {
            using HostedTerminal terminal = daemon.OnTerminal(s_size, "attach");
            terminal.Expect("1  " + One);
            terminal.Expect("2  " + Two);
            terminal.Expect("attach to (number or name): ");
            terminal.Type(answer + "\r");
            Answers(terminal, Two);
            Leave(terminal, Two);
        }

        using HostedTerminal wrong = daemon.OnTerminal(s_size, "attach");
        wrong.Expect("attach to (number or name): ");
        wrong.Type("\r");
        wrong.Expect("no selection");
        Assert.Equal(125, wrong.End());
        Assert.Equal(wrong.ModesBefore, wrong.Modes());
    }

    [Fact]
    public void Detach_keys_leave_it_running_and_it_can_be_attached_again()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using (HostedTerminal first = daemon.OnTerminal(s_size, "attach", One))
        {
            first.Type("kept=still-here\r");
            Answers(first, One);
            Leave(first, One);
        }

        using HostedTerminal second = daemon.OnTerminal(new WindowSize(90, 20), "attach", "--detach-keys", "ctrl-a,d", One);
        second.Type("echo $kept; stty size\r");
        second.Expect("\nstill-here\r\n");
        second.Expect("20 90\r\n");
        second.Type(Detach + "\recho not-left-$((1 + 1))\r");
        second.Expect("not-left-2");
        second.Type("\u0001d");
        second.Expect($"left {One} running");
        Assert.Equal(0, second.End());
        Assert.Equal(second.ModesBefore, second.Modes());
        Assert.Equal("running\n", daemon.Helios("ps", "--filter", "name=" + One, "--format", "{{.state}}").Good());
    }

    [Fact]
    public void Attach_ends_with_the_containers_exit_code()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = daemon.OnTerminal(s_size, "attach", One);
        Answers(terminal, One);
        terminal.Type("exit 7\r");
        Assert.Equal(7, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void Exec_has_the_size_of_the_terminal_and_follows_it()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = daemon.OnTerminal(
            s_size, "exec", "-it", One, "sh", "-c", "trap 'stty size; exit 4' WINCH; tty; stty size; echo ready; sleep 1000 & wait");
        terminal.Expect("/dev/pts/");
        terminal.Expect("33 120");
        terminal.Expect("ready");
        terminal.Resize(new WindowSize(77, 22));
        terminal.Expect("22 77");
        Assert.Equal(4, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    [Fact]
    public void Two_terminals_attach_to_two_containers_and_neither_sees_the_other()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal first = daemon.OnTerminal(s_size, "attach", One);
        using HostedTerminal second = daemon.OnTerminal(s_size, "attach", Two);
        Answers(first, One);
        Answers(second, Two);
        Answers(first, One);
        Leave(second, Two);
        Answers(first, One);
        Leave(first, One);
    }

    [Fact]
    public void A_second_terminal_at_the_same_container_is_refused_until_the_first_is_gone()
    {
        using LiveDaemon daemon = BeginWithTwo();
        HostedTerminal first = daemon.OnTerminal(s_size, "attach", One);
        try
        {
            Answers(first, One);
            using HostedTerminal second = daemon.OnTerminal(s_size, "attach", One);
            second.Expect("is attached");
            Assert.Equal(125, second.End());
            Assert.Equal(second.ModesBefore, second.Modes());
            Answers(first, One);
            first.Signal(SignalNumbers.SIGKILL);
            first.End();
        }
        finally
        {
            first.Dispose();
        }

        // Its end is told by its connection; until that has been read the answer may still be no.
        for (bool isIn = false; !isIn;)
        {
            using HostedTerminal third = daemon.OnTerminal(s_size, "attach", One);
            third.Type("echo free-$((1 + 1))\r");
            bool refused = false;
            third.Until("an answer", screen => (isIn = screen.Contains("free-2", StringComparison.Ordinal)) || (refused = screen.Contains("is attached", StringComparison.Ordinal)));
            Assert.True(isIn || refused);
        }
    }

    [Fact]
    public void Two_terminals_execute_in_the_same_container_each_with_one_of_its_own()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal attached = daemon.OnTerminal(s_size, "attach", One);
        using HostedTerminal first = daemon.OnTerminal(new WindowSize(80, 20), "exec", "-it", One, "sh");
        using HostedTerminal second = daemon.OnTerminal(new WindowSize(60, 10), "exec", "-it", One, "sh");
        first.Type("stty size\r");
        first.Expect("20 80");
        second.Type("stty size\r");
        second.Expect("10 60");
        Answers(attached, One);
        second.Type("exit 6\r");
        Assert.Equal(6, second.End());
        Answers(first, One);
        Answers(attached, One);
        first.Type("exit 5\r");
        Assert.Equal(5, first.End());
        Leave(attached, One);
    }

    [Fact]
    public void A_session_that_was_left_is_attached_by_one_terminal_at_a_time()
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal maker = daemon.OnTerminal(s_size, "exec", "-it", One, "sh");
        maker.Type("kept=of-the-session; echo ready-$((1 + 1))\r");
        maker.Expect("ready-2");
        maker.Type(Detach);
        maker.Expect("left session ");
        string name = "";
        maker.Until("the session's name", screen => (name = screen.Split(' ')[0]).Length > 0 && screen.Contains(" running", StringComparison.Ordinal));
        Assert.Equal(0, maker.End());

        using HostedTerminal first = daemon.OnTerminal(s_size, "attach", "--session", name, One);
        first.Type("echo $kept\r");
        first.Expect("\nof-the-session\r\n");
        using HostedTerminal second = daemon.OnTerminal(s_size, "attach", "--session", name, One);
        second.Expect($"is attached to session {name}");
        Assert.Equal(125, second.End());
        first.Type("exit 3\r");
        Assert.Equal(3, first.End());
        Assert.Equal(first.ModesBefore, first.Modes());
    }

    [Theory]
    [InlineData("attach " + One)]
    [InlineData("exec -it " + One + " sh")]
    public void A_shell_stops_it_and_has_its_terminal_back_and_fg_goes_on(string command)
    {
        using LiveDaemon daemon = BeginWithTwo();
        using JobShell shell = new(daemon, s_size);
        string modes = shell.Terminal.Modes();
        shell.Terminal.Type($"$HELIOS {command}\r");
        Answers(shell.Terminal, One);
        shell.Terminal.Type("trap 'stty size' WINCH; while echo ask-$((1 + 1)); do read line && echo got $line; done\r");
        shell.Terminal.Expect("ask-2");
        Assert.NotEqual(modes, shell.Terminal.Modes());
        shell.StopTheJob();
        shell.Terminal.Expect("Stopped");
        shell.Terminal.Expect(JobShell.Prompt);
        Assert.Equal(modes, shell.Terminal.Modes());

        // The new size is sent after the terminal has been taken again, so it tells when to type.
        shell.Terminal.Resize(new WindowSize(70, 15));
        shell.Terminal.Type("fg\r");
        shell.Terminal.Expect("15 70\r\n");
        Assert.NotEqual(modes, shell.Terminal.Modes());
        shell.Terminal.Type("words\r");
        shell.Terminal.Expect("got words\r\n");
        shell.Terminal.Type(Detach);
        shell.Terminal.Expect("left ");
        shell.Terminal.Expect(JobShell.Prompt);
        Assert.Equal(modes, shell.Terminal.Modes());
    }

    [Theory]
    [InlineData(SignalNumbers.SIGTERM)]
    [InlineData(SignalNumbers.SIGHUP)]
    public void The_terminal_is_restored_when_a_signal_ends_the_command_and_the_container_runs_on(long signal)
    {
        using LiveDaemon daemon = BeginWithTwo();
        using HostedTerminal terminal = daemon.OnTerminal(s_size, "attach", One);
        Answers(terminal, One);
        Assert.NotEqual(terminal.ModesBefore, terminal.Modes());
        terminal.Signal(signal);
        Assert.NotEqual(0, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
        Assert.Equal($"{One}\n{Two}\n", daemon.Helios("ps", "-q").Good());
    }

    // What is computed cannot be the echo of what was typed.
    private static void Answers(HostedTerminal terminal, string name)
    {
        terminal.Type("echo $HOSTNAME $((40 + 2))\r");
        terminal.Expect($"{name} 42\r\n");
    }

    private static void Leave(HostedTerminal terminal, string name)
    {
        Assert.NotEqual(terminal.ModesBefore, terminal.Modes());
        terminal.Type(Detach);
        terminal.Expect($"left {name} running");
        Assert.Equal(0, terminal.End());
        Assert.Equal(terminal.ModesBefore, terminal.Modes());
    }

    private static LiveDaemon BeginWithTwo()
    {
        LiveDaemon daemon = LiveDaemon.Begin();
        try
        {
            foreach (string name in (string[])[One, Two])
            {
                daemon.Helios("run", "-d", "-it", "--stop-timeout", "0", "--name", name, "-e", "HOSTNAME=" + name, "--", "sh").Good();
            }

            return daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }
}
