using Helios.Linux;

namespace Helios.Shell.Tests.Jobs;

/// <summary>Job control at a real terminal: each row H-J of the seed's defects, and what a terminal asks of a shell beside them.</summary>
public sealed class JobControlTests
{
    private const string ThreeStages = "sleep 1001 | sleep 1002 | sleep 1003";
    private const string Interrupt = "\x03";
    private const string Suspend = "\x1a";

    [Fact]
    public void J1_Redirections_and_pipelines_end_and_leave_nothing_stopped()
    {
        using ShellTerminal shell = new();
        shell.Run("/bin/echo two > f");
        Assert.Equal("two\n", shell.Run("cat f"));
        Assert.Equal("a\n", shell.Run("echo a | cat"));
        Assert.Equal("A\n", shell.Run("/bin/echo a | tr a A | cat"));
        Assert.Equal("", shell.Run("jobs"));
        Assert.Empty(shell.Children());
    }

    [Fact]
    public void J2_One_group_holds_all_processes_of_a_pipeline_and_has_the_terminal()
    {
        using ShellTerminal shell = new();
        shell.Start(ThreeStages);
        IReadOnlyList<ProcessLine> stages = shell.Await("three stages", static children => Sleeps(children) == 3);
        Assert.Single(stages.Select(static stage => stage.Group).Distinct());
        Assert.Equal(stages[0].Pid, stages[0].Group);
        Assert.All(stages, static stage => Assert.Equal(stage.Group, stage.ForegroundGroup));
        shell.Type(Interrupt);
        shell.ToPrompt();
        Assert.Empty(shell.Children());
        Assert.Equal("130\n", shell.Run("echo $?"));
    }

    [Fact]
    public void J2_The_suspend_key_stops_all_of_a_pipeline_and_fg_and_bg_continue_all_of_it()
    {
        using ShellTerminal shell = new();
        shell.Start(ThreeStages);
        shell.Await("three stages", static children => Sleeps(children) == 3);
        shell.Type(Suspend);
        Assert.Contains($"[1]+  Stopped                 {ThreeStages}", shell.ToPrompt(), StringComparison.Ordinal);
        Assert.All(shell.Children(), static stage => Assert.True(stage.IsStopped));
        Assert.Equal("148\n", shell.Run("echo $?"));

        Assert.Contains($"[1]+ {ThreeStages} &", shell.Run("bg"), StringComparison.Ordinal);
        shell.Await("all running", static children => children.Count == 3 && children.All(static child => !child.IsStopped));
        Assert.Contains("Running", shell.Run("jobs"), StringComparison.Ordinal);

        shell.Start("fg");
        shell.Await("the foreground", static children => children.Count == 3 && children.All(static child => child.Group == child.ForegroundGroup));
        shell.Type(Suspend);
        shell.ToPrompt();
        shell.Start("fg %1");
        shell.Await("all running again", static children => children.Count == 3 && children.All(static child => !child.IsStopped && child.Group == child.ForegroundGroup));
        shell.Type(Interrupt);
        shell.ToPrompt();
        Assert.Empty(shell.Children());
        Assert.Equal("", shell.Run("jobs"));
    }

    [Fact]
    public void J3_A_subshell_has_the_terminal_and_can_be_stopped_while_it_reads()
    {
        using ShellTerminal shell = new();
        shell.Start("(cat)");
        shell.Type("typed\r");
        shell.Expect("typed\r\ntyped");
        shell.Type(Suspend);
        Assert.Contains("Stopped", shell.ToPrompt(), StringComparison.Ordinal);
        shell.Start("fg");
        shell.Expect("(cat)");
        shell.Type("again\r");
        shell.Expect("again\r\nagain");
        shell.Type("\x04");
        shell.ToPrompt();
        Assert.Equal("0\n", shell.Run("echo $?"));
    }

    [Fact]
    public void J4_A_background_job_that_ends_while_another_is_in_the_foreground_is_reported()
    {
        using ShellTerminal shell = new();
        shell.Run("mkfifo gate; cat gate > /dev/null &");
        shell.Start($"sh -c \"echo > gate; {Until("Z")}\"");
        Assert.Contains("[1]+  Done                    cat gate > /dev/null", shell.ToPrompt(), StringComparison.Ordinal);
        Assert.Equal("", shell.Run("jobs"));
    }

    [Fact]
    public void J5_A_stop_in_the_background_does_not_concern_the_job_in_the_foreground()
    {
        using ShellTerminal shell = new();
        shell.Run("sleep 1000 &");
        string seen = shell.Run($"sh -c \"kill -STOP $!; {Until("T")}; echo seen\"");
        Assert.StartsWith("seen\n", seen, StringComparison.Ordinal);
        Assert.Contains("Stopped (signal)        sleep 1000", seen + shell.Run("jobs"), StringComparison.Ordinal);
        Assert.Equal("0\n", shell.Run("echo $?"));
    }

    [Fact]
    public void J7_The_first_end_in_a_background_pipeline_is_not_the_jobs_end()
    {
        using ShellTerminal shell = new();
        shell.Run("/bin/true | sleep 1000 &");
        shell.Await("the first stage's end", static children => children.Count == 1);
        Assert.Contains("Running                 /bin/true | sleep 1000 &", shell.Run("jobs"), StringComparison.Ordinal);
        // Said before the prompt that comes next after the end: that may be the one behind kill already.
        string said = shell.Run("kill %1");
        shell.Await("the end", static children => children.Count == 0);
        Assert.Contains("[1]+  Terminated              /bin/true | sleep 1000", said + shell.Run(":"), StringComparison.Ordinal);
    }

    [Fact]
    public void J8_Statuses_are_those_of_the_programs()
    {
        using ShellTerminal shell = new();
        Assert.Equal("3\n", shell.Run("sh -c 'exit 3'; echo $?"));
        Assert.Contains("137\n", shell.Run("sh -c 'kill -9 $$'; echo $?"), StringComparison.Ordinal);
        shell.Type("exit 3\r");
        Assert.Equal(3, shell.Screen.End());
    }

    [Fact]
    public void J9_Lists_are_lists_and_every_word_of_them_counts()
    {
        using ShellTerminal shell = new();
        Assert.Equal("a\nb\n", shell.Run("/bin/echo a && /bin/echo b"));
        Assert.Equal("b\n", shell.Run("false || echo b"));
        shell.Run("echo x > f arg");
        Assert.Equal("x arg\n", shell.Run("cat f"));
        Assert.Contains("column 7: unexpected ')'", shell.Run("echo a)b"), StringComparison.Ordinal);
        Assert.Contains("unexpected ';;'", shell.Run("a;;b"), StringComparison.Ordinal);
    }

    [Fact]
    public void J10_An_alias_of_its_own_name_ends()
    {
        using ShellTerminal shell = new();
        shell.Run("alias ls='ls -d'");
        Assert.Equal("/\n", shell.Run("ls /"));
    }

    [Fact]
    public void J11_An_open_quote_asks_for_the_rest()
    {
        using ShellTerminal shell = new("PS2=more> ");
        shell.Type("echo 'a\r");
        shell.Expect("more> ");
        shell.Type("b'\r");
        Assert.Contains("a\nb\n", shell.ToPrompt(), StringComparison.Ordinal);
    }

    [Fact]
    public void J12_The_last_redirection_counts()
    {
        using ShellTerminal shell = new();
        shell.Run("> f > g /bin/echo x");
        Assert.Equal("x\n", shell.Run("cat f g"));
        Assert.Equal("", File.ReadAllText(shell.At("f")));
    }

    [Fact]
    public void J13_Subshells_go_to_the_background_and_builtins_keep_what_they_do_with_a_redirection()
    {
        using ShellTerminal shell = new();
        Assert.Contains("[1] ", shell.Run("(sleep 1000; true) &"), StringComparison.Ordinal);
        Assert.Contains("Running                 (sleep 1000; true) &", shell.Run("jobs"), StringComparison.Ordinal);
        shell.Run("kill -9 -$(jobs -p)");
        shell.Run("cd / > /dev/null");
        Assert.Contains("/\n", shell.Run("pwd"), StringComparison.Ordinal);
        shell.Run("export A=kept 2> /dev/null");
        Assert.Contains("kept\n", shell.Run("sh -c 'echo $A'"), StringComparison.Ordinal);
    }

    [Fact]
    public void J14_A_command_sees_what_the_one_before_it_has_set()
    {
        using ShellTerminal shell = new();
        Assert.Equal("1\n", shell.Run("export A=1; echo $A"));
        Assert.Equal("2\n", shell.Run("set -- a b; echo $#"));
    }

    [Fact]
    public void J15_The_shell_leads_the_foreground_group_and_takes_the_terminal_back()
    {
        using ShellTerminal shell = new();
        ProcessLine process = ProcessLine.TryRead(shell.ShellId)!;
        Assert.Equal(process.Pid, process.Group);
        Assert.Equal(process.Group, process.ForegroundGroup);
        shell.Run("/bin/true | /bin/true");
        Assert.Equal(process.Group, ProcessLine.TryRead(shell.ShellId)!.ForegroundGroup);
    }

    [Fact]
    public void J15_A_shell_in_the_background_waits_until_it_is_in_the_foreground()
    {
        using ShellTerminal shell = new();
        shell.Run($"{ShellRun.Program} &");
        shell.Await("the inner shell's stop", static children => children.Count == 1 && children[0].IsStopped);
        shell.Start("fg");
        shell.ToPrompt();
        Assert.Equal("2\n", shell.Run("set -- x y; echo $#"));
        shell.Type("exit\r");
        shell.ToPrompt();
        Assert.Empty(shell.Children());
    }

    [Fact]
    public void A_program_that_is_killed_while_modes_are_raw_leaves_them_as_they_were()
    {
        using ShellTerminal shell = new();
        string before = shell.Run("stty -g");
        shell.Run("sh -c 'stty raw -echo; kill -9 $$'");
        Assert.Equal(before, shell.Run("stty -g"));
    }

    [Fact]
    public void Modes_of_a_stopped_program_are_its_own()
    {
        using ShellTerminal shell = new();
        string before = shell.Run("stty -g");
        shell.Start("sh -c 'stty -echo -icanon; kill -STOP $$; stty -a > modes'");
        shell.ToPrompt();
        Assert.Equal(before, shell.Run("stty -g"));
        shell.Start("fg");
        shell.ToPrompt();
        Assert.Contains("-icanon", File.ReadAllText(shell.At("modes")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_stty_sets_stays()
    {
        using ShellTerminal shell = new();
        shell.Run("stty -ixon");
        Assert.Contains("-ixon", shell.Run("stty -a"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_background_job_that_reads_the_terminal_is_stopped_and_says_so()
    {
        using ShellTerminal shell = new();
        shell.Run("cat &");
        shell.Await("the stop", static children => children.Count == 1 && children[0].IsStopped);
        Assert.Contains("Stopped (tty input)     cat", shell.Run("jobs") + shell.Run("jobs"), StringComparison.Ordinal);
        shell.Start("fg");
        shell.Expect("cat\r\n");
        shell.Type("line\r");
        shell.Expect("line\r\nline");
        shell.Type("\x04");
        shell.ToPrompt();
    }

    [Fact]
    public void What_is_typed_behind_a_command_is_the_commands()
    {
        using ShellTerminal shell = new();
        // In one go, so that the shell meets the second line while it reads the first.
        shell.Type("cat\rfor cat\r");
        shell.Expect("for cat\r\n");
        shell.Type("\x04");
        shell.ToPrompt();
        Assert.Equal("0\n", shell.Run("echo $?"));
    }

    [Theory]
    [InlineData("/etc/passwd", "126\n")]
    [InlineData("./nosuchfile", "127\n")]
    public void A_program_that_cannot_be_started_leaves_the_terminal_to_the_shell(string command, string status)
    {
        using ShellTerminal shell = new();
        shell.Run(command);
        Assert.Equal(status, shell.Run("echo $?"));
        Assert.Equal(ProcessLine.TryRead(shell.ShellId)!.Group, ProcessLine.TryRead(shell.ShellId)!.ForegroundGroup);
        shell.Run($"{command} | {command}");
        Assert.Equal(status, shell.Run("echo $?"));
    }

    [Theory]
    [InlineData("cat < gate > f")]
    [InlineData("(cat) < gate > f")]
    [InlineData("cat < gate | cat > f")]
    public void What_waits_for_the_other_end_of_a_pipe_is_a_job_like_others(string command)
    {
        using ShellTerminal shell = new();
        shell.Run("mkfifo gate");
        Assert.StartsWith("[1] ", shell.Run($"{command} &"), StringComparison.Ordinal);
        string said = shell.Run("echo through > gate");
        shell.Await("the end", static children => children.Count == 0);
        said += shell.Run(":");
        Assert.Equal("through\n", File.ReadAllText(shell.At("f")));
        Assert.Contains($"[1]+  Done                    {command}\n", said, StringComparison.Ordinal);

        shell.Start(command);
        shell.Await("the foreground", static children => children.Count > 0 && children[0].Group == children[0].ForegroundGroup);
        shell.Type(Suspend);
        Assert.Contains($"Stopped                 {command}\n", shell.ToPrompt(), StringComparison.Ordinal);
        shell.Start("fg");
        shell.Await("all running", static children => children.All(static child => !child.IsStopped && child.Group == child.ForegroundGroup));
        shell.Type(Interrupt);
        shell.ToPrompt();
        Assert.Equal("130\n", shell.Run("echo $?"));
        Assert.Empty(shell.Children());
    }

    [Fact]
    public void A_change_of_the_windows_size_reaches_the_job_and_the_prompt()
    {
        using ShellTerminal shell = new();
        shell.Start("sh -c 'trap \"stty size; exit\" WINCH; echo set; while :; do sleep 0.05; done'");
        shell.Expect("set");
        shell.Screen.Resize(new WindowSize(77, 22));
        shell.Expect("22 77");
        shell.ToPrompt();
        shell.Screen.Resize(new WindowSize(60, 20));
        Assert.Contains("20 60", shell.Run("stty size"), StringComparison.Ordinal);
    }

    [Fact]
    public void Quit_hangup_and_core_dumps_are_told_from_other_ends()
    {
        using ShellTerminal shell = new();
        shell.Start("sleep 1000");
        shell.Await("the program", static children => Sleeps(children) == 1);
        shell.Type("\x1c");
        Assert.Contains("Quit", shell.ToPrompt(), StringComparison.Ordinal);
        Assert.Equal("131\n", shell.Run("echo $?"));
        Assert.Contains("Segmentation fault", shell.Run("sh -c 'kill -SEGV $$'"), StringComparison.Ordinal);
        Assert.Contains("Terminated", shell.Run("sh -c 'kill $$'"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_keys_that_send_signals_do_nothing_to_the_shell_itself()
    {
        using ShellTerminal shell = new();
        shell.Type("\x1c");
        shell.Type(Suspend);
        shell.Type(Interrupt);
        shell.ToPrompt();
        shell.Screen.Signal(SignalNumbers.SIGTERM);
        Assert.Equal("alive\n", shell.Run("echo alive"));
    }

    [Fact]
    public void Stopped_jobs_are_warned_of_once_and_then_end_with_the_shell()
    {
        using ShellTerminal shell = new();
        shell.Start("sleep 1000");
        shell.Await("the program", static children => Sleeps(children) == 1);
        shell.Type(Suspend);
        shell.ToPrompt();
        int pid = shell.Children().Single().Pid;
        Assert.Contains("there are stopped jobs", shell.Run("exit"), StringComparison.Ordinal);
        shell.Type("exit\r");
        Assert.Equal(1, shell.Screen.End());
        AwaitGone(pid);
    }

    [Fact]
    public void A_hangup_ends_the_shell_and_its_jobs()
    {
        using ShellTerminal shell = new();
        shell.Run("sleep 1000 &");
        int running = shell.Children().Single().Pid;
        shell.Screen.Signal(SignalNumbers.SIGHUP);
        Assert.Equal(129, shell.Screen.End());
        AwaitGone(running);
    }

    [Fact]
    public void Disowned_jobs_outlive_the_shell()
    {
        using ShellTerminal shell = new();
        shell.Run("sleep 1000 &");
        int pid = shell.Children().Single().Pid;
        shell.Run("disown");
        Assert.Equal("", shell.Run("jobs"));
        shell.Screen.Signal(SignalNumbers.SIGHUP);
        shell.Screen.End();
        Assert.NotNull(ProcessLine.TryRead(pid));
        ProcessGroups.Kill(pid, (int)SignalNumbers.SIGKILL);
    }

    [Fact]
    public void Jobs_are_named_by_number_mark_and_text()
    {
        using ShellTerminal shell = new();
        shell.Run("sleep 1001 &");
        shell.Run("tail -f /dev/null &");
        Assert.Contains("[1]-  Running", shell.Run("jobs"), StringComparison.Ordinal);
        shell.Run("kill %sle");
        shell.Await("one left", static children => children.Count == 1 && children[0].Name == "tail");
        shell.Run(":");
        shell.Run("kill %?null");
        shell.Await("none left", static children => children.Count == 0);
        Assert.Contains("no such job", shell.Run("fg %9"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_gives_the_status_of_a_background_job()
    {
        using ShellTerminal shell = new();
        shell.Run("sh -c 'exit 7' &");
        Assert.Contains("7\n", shell.Run("wait $!; echo $?"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_of_a_builtin_a_group_and_a_program_is_one_job_that_stops_and_continues()
    {
        using ShellTerminal shell = new();
        shell.Start("echo a | { cat; sleep 1000; } | cat");
        shell.Expect("a\r\n");
        shell.Await("two processes", static children => children.Count == 2);
        Assert.Single(shell.Children().Select(static child => child.Group).Distinct());
        shell.Type(Suspend);
        Assert.Contains("Stopped", shell.ToPrompt(), StringComparison.Ordinal);
        Assert.All(shell.Children(), static child => Assert.True(child.IsStopped));
        shell.Start("fg");
        shell.Await("running", static children => children.Count == 2 && children.All(static child => !child.IsStopped));
        shell.Type(Interrupt);
        shell.ToPrompt();
        Assert.Empty(shell.Children());
    }

    [Fact]
    public void The_interrupt_key_ends_a_command_substitution_and_the_line_with_it()
    {
        using ShellTerminal shell = new();
        shell.Start("echo $(echo begun >&2; sleep 1000); echo not reached");
        shell.Expect("begun");
        shell.Await("the program", static children => Sleeps(children) == 1);
        shell.Type(Interrupt);
        Assert.DoesNotContain("not reached", shell.ToPrompt(), StringComparison.Ordinal);
        Assert.Empty(shell.Children());
    }

    // For sh: waits until the last job in the background has ended (Z) or stopped (T).
    private static string Until(string state) => $"until grep -q ') {state}' /proc/$!/stat; do sleep 0.01; done";

    private static int Sleeps(IReadOnlyList<ProcessLine> children) => children.Count(static child => child.Name == "sleep");

    private static void AwaitGone(int pid)
    {
        long end = Environment.TickCount64 + 60_000;
        while (ProcessLine.TryRead(pid) is { HasEnded: false })
        {
            Assert.True(Environment.TickCount64 < end, $"process {pid} lives on");
            Thread.Yield();
        }
    }
}
