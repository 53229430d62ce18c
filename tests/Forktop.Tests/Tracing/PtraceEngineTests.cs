using Helios.Linux;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>The tracer over real programs: every kind of event and stop.</summary>
public sealed class PtraceEngineTests(FixtureProgram fixture) : IClassFixture<FixtureProgram>
{
    [Fact]
    public void A_thousand_forks_and_their_ends_are_all_seen()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "forks", "1000").EndsWith(0);
        Assert.Equal(1001, run.All<TraceEvent.Started>().Count());
        Assert.Equal(800, run.All<TraceEvent.Exited>().Count(static exited => exited.Status is { Code: not 0 }));
        Assert.All(run.Root.Children, static child => Assert.Equal(StartKind.Fork, child.Kind));
    }

    [Fact]
    public void A_tree_of_processes_keeps_its_shape()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "tree", "8").EndsWith(0);
        Assert.Equal(511, run.Tree.Count);
        Assert.All(run.Tree.All(), static node => Assert.True(node.Children.Count is 0 or 2));
    }

    [Theory]
    [InlineData("threads", 500)]
    [InlineData("many-threads", 300)]
    public void Threads_are_told_from_processes(string word, int count)
    {
        TraceRun run = TraceRun.Of(fixture.Path, word, count.ToString(System.Globalization.CultureInfo.InvariantCulture)).EndsWith(0);
        Assert.Single(run.All<TraceEvent.Started>());
        Assert.Equal(count, run.All<TraceEvent.ThreadStarted>().Count());
        Assert.Equal(count, run.All<TraceEvent.ThreadEnded>().Count());
    }

    [Fact]
    public void A_chain_of_execs_is_one_process_that_became_many()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "chain", "50").EndsWith(0);
        Assert.Equal(51, run.All<TraceEvent.Executed>().Count());
        Assert.Equal(50, run.Root.Earlier.Count);
        Assert.Equal([fixture.Path, "chain", "0"], run.Root.Image!.Arguments);
    }

    [Fact]
    public void Vfork_is_seen_as_such_and_the_parent_goes_on()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "vforks", "20").EndsWith(0);
        Assert.Equal(20, run.Root.Children.Count);
        Assert.All(run.Root.Children, static child => Assert.Equal(StartKind.Vfork, child.Kind));
    }

    [Fact]
    public void Exec_by_another_thread_than_the_first_keeps_the_process()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "thread-exec").EndsWith(7);
        TraceEvent.Executed executed = run.All<TraceEvent.Executed>().Last();
        Assert.NotEqual(executed.Process.Pid, executed.Thread);
        Assert.Equal([fixture.Path, "exit", "7"], executed.Image.Arguments);
        Assert.Equal(0, run.Root.MoreThreads);
    }

    [Fact]
    public void An_orphan_is_followed_to_its_new_parent()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "orphan").EndsWith(0);
        TraceEvent.Reparented reparented = Assert.Single(run.All<TraceEvent.Reparented>());
        Assert.NotEqual(run.Root.Key.Pid, reparented.ParentPid);
        Assert.Equal(5, run.Tree.Find(reparented.Process)!.Status!.Value.ExitCode);
    }

    [Fact]
    public void Signals_reach_the_program_unchanged()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "signals", "100").EndsWith(0);
        Assert.Contains(run.All<TraceEvent.Signalled>(), signal => signal.Signal == SignalNumbers.SIGUSR1 && signal.Process == run.Root.Key && signal.Sender == run.Root.Children[0].Key.Pid);
    }

    [Fact]
    public void Stop_and_continue_work_as_without_a_tracer()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "stops", "10").EndsWith(0);
        Assert.Equal(10, run.All<TraceEvent.Stopped>().Count(static stopped => stopped.Signal == SignalNumbers.SIGSTOP));
        Assert.Equal(10, run.All<TraceEvent.Continued>().Count());
    }

    [Fact]
    public void A_signal_for_a_stopped_process_waits_for_its_continuation()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "signal-in-stop").EndsWith(0);
        Assert.Equal((int)SignalNumbers.SIGTERM, run.Root.Children[0].Status!.Value.Signal);
    }

    [Fact]
    public void A_tracer_inside_is_refused_and_everything_goes_on()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "ptrace").EndsWith(0);
        Assert.Contains(run.All<TraceEvent.Called>(), static called => called is { Kind: CallKind.Ptrace, Errno: Errno.EPERM, Text: "ptrace(PTRACE_TRACEME, 0)" });
    }

    [Fact]
    public void A_process_killed_with_its_threads_ends_once()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "killed-threads").EndsWith(0);
        ProcessNode child = Assert.Single(run.Root.Children);
        Assert.Equal((int)SignalNumbers.SIGKILL, child.Status!.Value.Signal);
        Assert.Equal(20, run.All<TraceEvent.ThreadStarted>().Count());
    }

    [Fact]
    public void Processes_killed_while_they_fork_lose_nobody() => TraceRun.Of(fixture.Path, "killed-forks", "40").EndsWith(0);

    // Orphans of a PID namespace become children of its init, which is traced too and has not made them.
    [Fact]
    public void Processes_killed_while_they_fork_lose_nobody_to_a_traced_init()
    {
        Needs.Root();
        Needs.Tool("unshare");
        TraceRun.Of(Tool.Find("unshare")!, "-p", "-f", "--kill-child", fixture.Path, "killed-forks", "40").EndsWith(0);
    }

    [Theory]
    [InlineData(CallTracing.Seccomp)]
    [InlineData(CallTracing.Step)]
    internal void Changes_of_ids_are_seen_and_a_way_back_to_root_raises_an_alarm(CallTracing calls)
    {
        Needs.Root();
        TraceRun run = TraceRun.Of(calls, fixture.Path, "users").EndsWith(0);
        string alarm = Assert.Single(run.Alarms);
        Assert.StartsWith("setresuid: uid effective 1000 -> 0", alarm, StringComparison.Ordinal);
        Assert.Equal([1001u, 1001u, 1001u, 1001u], run.Root.Permissions!.Credentials.UserIds);
        Assert.Equal([1234u, 1234u, 1234u, 1234u], run.Root.Permissions.Credentials.GroupIds);
        Assert.Equal(0ul, run.Root.Permissions.Credentials.Effective);
        Assert.Contains(run.All<TraceEvent.Called>(), static called => called is { Text: "setuid(0)", Errno: Errno.EPERM });
    }

    [Fact]
    public void Restrictions_that_a_process_puts_on_itself_are_seen()
    {
        Needs.Root();
        TraceRun run = TraceRun.Of(fixture.Path, "restrictions").EndsWith(0);
        ProcessPermissions permissions = run.Root.Permissions!;
        Assert.DoesNotContain(run.Alarms, static alarm => !alarm.StartsWith("prctl: securebits", StringComparison.Ordinal));
        Assert.Equal(0ul, permissions.Credentials.Bounding & (1ul << 12));
        Assert.Equal(1 << 5, permissions.SecureBits);
        Assert.True(permissions.Credentials.NoNewPrivileges);
        Assert.Equal(1, permissions.Credentials.SeccompFilters);
        Assert.Contains(run.All<TraceEvent.Called>(), static called => called is { Text: "prctl(PR_CAPBSET_DROP, NET_ADMIN)", Errno: Errno.None });
    }

    [Fact]
    public void The_filter_of_the_tracer_is_not_counted_as_the_programs()
    {
        TraceRun run = TraceRun.Of(fixture.Path, "exit", "0").EndsWith(0);
        Assert.Equal(0, run.Root.Permissions!.Credentials.SeccompFilters);
        Assert.Equal(0, run.Root.Permissions.Credentials.SeccompMode);
    }

    [Fact]
    public void Namespaces_entered_and_left_are_seen_and_both_pids_known()
    {
        Needs.Root();
        TraceRun run = TraceRun.Of(fixture.Path, "namespaces").EndsWith(0);
        Assert.Contains(run.All<TraceEvent.Called>(), static called => called.Text == "unshare(CLONE_NEWNS|CLONE_NEWUTS)");
        Assert.Contains(run.All<TraceEvent.Called>(), static called => called.Text.StartsWith("setns(uts:[", StringComparison.Ordinal));
        Assert.Contains(run.Alarms, static alarm => alarm.StartsWith("setns: uts namespace", StringComparison.Ordinal) && alarm.EndsWith("(the host's)", StringComparison.Ordinal));
        TraceEvent.Started child = run.All<TraceEvent.Started>().Last();
        Assert.Equal(CloneFlags.NewPid, child.Namespaces);
        Assert.Equal(1, child.InnerPid);
        ProcessPermissions permissions = run.Root.Permissions!;
        Assert.NotEqual(run.Tree.Host!.Namespaces.Mount, permissions.Namespaces.Mount);
    }

    [Fact]
    public void Another_root_directory_is_seen()
    {
        Needs.Root();
        TraceRun run = TraceRun.Of(fixture.Path, "root").EndsWith(0);
        Assert.Equal("/usr", run.Root.Permissions!.Root);
    }

    [Fact]
    public void A_script_shows_its_interpreters_and_a_refused_exec_its_reason()
    {
        using TempTree folder = new();
        string inner = folder.WriteProgram("inner", System.Text.Encoding.UTF8.GetBytes("#!/bin/sh -e\nEXTRA=yes /nonexistent/program one 'two three'\nexit 6\n"));
        string outer = folder.WriteProgram("outer", System.Text.Encoding.UTF8.GetBytes($"#!{inner}\n"));
        TraceRun run = TraceRun.Of(outer);
        ProgramImage image = run.All<TraceEvent.Executed>().First().Image;
        Assert.Equal(outer, image.Path);
        Assert.Equal([inner, "/bin/sh"], image.Interpreters);
        Assert.Contains("FIXTURE=1", image.Environment.Entries);
        Assert.Equal(Path.GetTempPath().TrimEnd('/'), image.WorkingDirectory);
        TraceEvent.ExecFailed failed = run.All<TraceEvent.ExecFailed>().First();
        Assert.Equal(("/nonexistent/program", Errno.ENOENT), (failed.Path, failed.Errno));
        Assert.Equal(["/nonexistent/program", "one", "two three"], failed.Arguments);
    }

    [Fact]
    public void An_environment_is_told_by_its_difference_to_the_parents()
    {
        TraceRun run = TraceRun.Of("/bin/sh", "-c", "LANG=X ADDED=1 env -u FIXTURE true; exit 0").EndsWith(0);
        ProcessNode child = run.Root.Children[0];
        Assert.Equal(["+ADDED=1", "-FIXTURE", "~LANG=X"], child.Image!.Environment.DifferenceTo(run.Root.Image!.Environment).Where(static line => line[1] != '_' && !line.StartsWith("+PWD", StringComparison.Ordinal) && !line.StartsWith("+OLDPWD", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_program_that_does_not_exist_is_refused_before_anything_starts()
    {
        ForktopException refused = Assert.Throws<ForktopException>(static () => TraceRun.Of("no-such-program"));
        Assert.Equal((127, "no-such-program: not found on PATH"), (refused.Code, refused.Message));
        Assert.Equal(126, Assert.Throws<ForktopException>(static () => TraceRun.Of("/etc/passwd")).Code);
    }

    [Fact]
    public void A_breakpoint_holds_an_exec_until_it_is_released()
    {
        using PtraceSource source = PtraceSource.Launch(TraceRun.Plan("/bin/sh", "-c", "true; /bin/echo held >/dev/null; exit 4"), CallTracing.Step, [new ExecPattern("echo")]);
        bool held = false;
        TraceRun run = TraceRun.Consume(source, happened =>
        {
            if (happened is TraceEvent.Held hold)
            {
                held = true;
                Assert.Equal('t', StateOf(hold.Process.Pid));
                Assert.True(source.Engine.Release(hold.Process.Pid));
            }
        });
        Assert.True(held);
        run.EndsWith(4);
        Assert.Single(run.All<TraceEvent.Released>());
    }

    [Fact]
    public void What_is_held_can_be_handed_over_stopped()
    {
        using PtraceSource source = PtraceSource.Launch(TraceRun.Plan(fixture.Path, "vforks", "1"), CallTracing.Step, [new ExecPattern("~exit 0")]);
        int pid = 0;
        TraceRun run = TraceRun.Consume(source, happened =>
        {
            if (happened is TraceEvent.Held hold)
            {
                pid = hold.Process.Pid;
                Assert.True(source.Engine.HandOver(pid));
                Assert.Equal(0, TracerOf(pid));
                Assert.True(Signals.Send(pid, (int)SignalNumbers.SIGCONT));
            }
        });
        Assert.Single(run.All<TraceEvent.Detached>());
        Assert.Equal(0, run.Root.Status?.Code);
    }

    internal static char StateOf(int pid) => ProcessStat.TryRead(pid, out ProcessStat stat) ? stat.State : 'X';

    internal static int TracerOf(int pid)
        => int.Parse(File.ReadLines($"/proc/{pid}/status").First(static line => line.StartsWith("TracerPid:", StringComparison.Ordinal))[10..], System.Globalization.CultureInfo.InvariantCulture);
}
