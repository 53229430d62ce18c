using Helios.Linux;
using Helios.Support;

namespace Helios.Forktop.Tests;

/// <summary>Attaching to what runs, leaving it, and what to do when that is refused.</summary>
public sealed class AttachTests(FixtureProgram fixture) : IClassFixture<FixtureProgram>
{
    [Fact]
    public void A_running_process_is_seen_from_then_on_and_left_running()
    {
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        running.Step();
        source.Detach();
        TraceRun run = TraceRun.Consume(source);
        Assert.Equal(StartKind.Attached, run.Root.Kind);
        Assert.Equal([fixture.Path, "until-input-ends"], run.Root.Image!.Arguments);
        ProcessNode child = Assert.Single(run.Root.Children);
        Assert.Equal(0, child.Status!.Value.Code);
        Assert.Equal(NodeState.Detached, run.Root.State);
        Assert.Equal(0, PtraceEngineTests.TracerOf(running.Pid));
        running.Step();
        Assert.Equal(4, running.End());
    }

    [Fact]
    public void Calls_of_a_running_process_can_be_stepped()
    {
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.Step, []);
        running.Step();
        source.Detach();
        TraceRun run = TraceRun.Consume(source);
        Assert.Single(run.Root.Children);
        Assert.Equal(4, running.End());
    }

    [Fact]
    public void A_stopped_process_stays_stopped_when_it_is_left()
    {
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        Signals.Send(running.Pid, (int)SignalNumbers.SIGSTOP);
        SpinWait.SpinUntil(() => PtraceEngineTests.StateOf(running.Pid) == 'T', TimeSpan.FromSeconds(30));
        using PtraceSource source = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        source.Detach();
        TraceRun.Consume(source);
        Assert.True(SpinWait.SpinUntil(() => PtraceEngineTests.StateOf(running.Pid) == 'T', TimeSpan.FromSeconds(30)));
        Signals.Send(running.Pid, (int)SignalNumbers.SIGCONT);
        running.Step();
    }

    [Fact]
    public void A_process_that_somebody_traces_already_is_refused_with_the_tracers_name()
    {
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        using PtraceSource first = PtraceSource.Attach([running.Pid], CallTracing.None, []);
        TraceRefusedException refused = Assert.Throws<TraceRefusedException>(() => PtraceSource.Attach([running.Pid], CallTracing.None, []));
        Assert.StartsWith($"process {running.Pid}: ptrace is refused: it is traced by process {Environment.ProcessId} (", refused.Message, StringComparison.Ordinal);
        first.Detach();
        TraceRun.Consume(first);
    }

    [Theory]
    [InlineData(ForktopSource.Auto)]
    [InlineData(ForktopSource.Connector)]
    [InlineData(ForktopSource.Proc)]
    public void Without_ptrace_the_same_events_come_from_elsewhere(ForktopSource wanted)
    {
        Needs.Root();
        using RunningFixture running = new(fixture.Path, "until-input-ends");
        using PtraceSource? first = wanted == ForktopSource.Auto ? PtraceSource.Attach([running.Pid], CallTracing.None, []) : null;
        using IEventSource source = SourceChoice.Open(new ForktopOptions { WorkingDirectory = "/", Pids = [running.Pid], Source = wanted }, terminal: null);
        running.Step();
        first?.Detach();
        Assert.Equal(4, running.End());
        TraceRun run = TraceRun.Consume(source);
        Assert.Equal(NodeState.Ended, run.Root.State);
        Assert.Equal([fixture.Path, "until-input-ends"], run.Root.Image!.Arguments);
        if (wanted == ForktopSource.Auto)
        {
            Assert.Contains("is traced by process", run.Tree.SourceNote, StringComparison.Ordinal);
        }

        if (wanted != ForktopSource.Proc)
        {
            ProcessNode child = Assert.Single(run.Root.Children);
            Assert.Equal(0, child.Status!.Value.Code);
        }
    }

    [Theory]
    [InlineData(ForktopSource.Ptrace)]
    [InlineData(ForktopSource.Connector)]
    [InlineData(ForktopSource.Proc)]
    public void A_process_whose_first_thread_has_ended_runs_on_as_what_it_was(ForktopSource wanted)
    {
        Needs.Root();
        using RunningFixture running = new(fixture.Path, "first-thread-ends");
        using IEventSource source = SourceChoice.Open(new ForktopOptions { WorkingDirectory = "/", Pids = [running.Pid], Source = wanted }, terminal: null);
        for (int i = 0; i < 3; i++)
        {
            running.Step();
        }

        running.EndInput();
        TraceRun run = TraceRun.Consume(source);
        Assert.Equal(["fixture"], run.All<TraceEvent.Executed>().Where(seen => seen.Process == run.Root.Key).Select(static seen => Path.GetFileName(seen.Image.Path)).Distinct());
        Assert.Single(run.All<TraceEvent.Exited>(), ended => ended.Process == run.Root.Key);
        Assert.Single(run.All<TraceEvent.PermissionsSeen>(), seen => seen.Process == run.Root.Key);
        Assert.Empty(run.Alarms);
        if (wanted != ForktopSource.Proc)
        {
            Assert.Equal(4, run.Root.Status?.Code);
        }
    }

    [Fact]
    public void A_process_whose_first_thread_has_ended_already_is_watched_without_ptrace_to_its_end()
    {
        Needs.Root();
        using RunningFixture running = new(fixture.Path, "first-thread-ends");
        running.Step();
        Assert.True(SpinWait.SpinUntil(() => PtraceEngineTests.StateOf(running.Pid) == 'Z', TimeSpan.FromSeconds(30)));
        using IEventSource source = SourceChoice.Open(new ForktopOptions { WorkingDirectory = "/", Pids = [running.Pid], Source = ForktopSource.Auto }, terminal: null);
        running.Step();
        Assert.Equal(4, running.End());
        TraceRun run = TraceRun.Consume(source);
        Assert.Contains("its first thread has ended", run.Tree.SourceNote, StringComparison.Ordinal);
        Assert.Single(run.Root.Children);
        Assert.Equal(4, run.Root.Status?.Code);
    }

    [Theory]
    [InlineData(ForktopSource.Connector)]
    [InlineData(ForktopSource.Proc)]
    public void An_exec_by_another_thread_than_the_first_ends_nothing(ForktopSource wanted)
    {
        Needs.Root();
        using IEventSource source = SourceChoice.Open(
            new ForktopOptions { WorkingDirectory = "/", Command = [fixture.Path, "thread-exec"], Source = wanted }, terminal: null);
        TraceRun run = TraceRun.Consume(source);
        Assert.Equal(7, run.Root.Status?.Code);
        Assert.Single(run.All<TraceEvent.Exited>());
    }

    [Fact]
    public void A_program_can_be_started_without_ptrace()
    {
        Needs.Root();
        using ConnectorSource source = ConnectorSource.Start(TraceRun.Plan(fixture.Path, "forks", "50"), [], reason: null);
        TraceRun run = TraceRun.Consume(source);
        Assert.Equal(51, run.Tree.Count);
        Assert.Equal(0, run.Root.Status?.Code);
    }
}
