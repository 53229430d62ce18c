using Helios.Backends.SystemdRun.Gates;
using Helios.Linux;
using Helios.Support;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class GateTests
{
    [Fact]
    public void The_bytes_are_what_the_listing_assembles_to()
        => AssembledListing.IsEmbeddedAs(Convert.ToHexString(Gate.Waiting), "src", "Backends.SystemdRun", "Gates", "Gate.x64.S");

    [Fact]
    public void A_gate_without_a_launcher_ends()
    {
        using GateRun run = new();
        run.Socket.Dispose();
        Assert.Equal(125, run.StartGate().Wait().ExitCode);
    }

    [Fact]
    public void A_gate_whose_launcher_goes_away_ends()
    {
        using GateRun run = new();
        using SpawnedProcess gate = run.StartGate();
        Assert.Equal(gate.Pid, run.Socket.Accept(_ => true, static () => false));
        run.Socket.Dispose();
        Assert.Equal(125, gate.Wait().ExitCode);
    }

    [Fact]
    public void Nobody_else_gets_into_its_folder()
    {
        using GateRun run = new();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(run.Folder));
    }

    [Fact]
    public void It_walks_the_script_to_a_program_with_the_scripts_descriptors_and_nothing_else()
    {
        using GateRun run = new();

        // The shell's own look at the directory is the last one.
        Assert.Equal(
            ("<one two><>\nA=1 B=\n0 1 2 3 4 5\nextra", 7),
            run.Shell(["-c", "printf '<%s>' \"$@\"; echo; echo A=$A B=$B; cd /proc/$$/fd; echo *; printf extra >&4; exit 7", "x", "one two", ""], ["A=1", "B="], extra: 2));
    }

    [Fact]
    public void A_long_script_arrives_whole()
    {
        using GateRun run = new();
        string[] words = [.. Enumerable.Range(0, 5000).Select(static number => $"{number:d100}")];
        Assert.Equal(($"{5000 * 100}\n", 0), run.Shell(["-c", "IFS=; word=\"$*\"; echo ${#word}", "x", .. words], []));
    }

    [Fact]
    public void A_step_that_fails_is_told_with_its_label_and_errno()
    {
        using GateRun run = new();
        SpawnException refusal = run.Refusal(static script =>
        {
            script.Call("do nothing", Sys.getpid);
            script.Call("enter the working directory /no/such", Sys.chdir, script.Text("/no/such"));
            script.Call("execute", Sys.execve, script.Text("/bin/true"), script.TextArray(["true"]), script.TextArray([]));
        });
        Assert.Equal((SpawnFailure.Errno, "enter the working directory /no/such", Errno.ENOENT), (refusal.Failure, refusal.Step, refusal.Errno));
    }

    [Fact]
    public void A_program_that_is_not_there_is_told_too()
    {
        using GateRun run = new();
        SpawnException refusal = run.Refusal(static script => script.Call("execute it", Sys.execve, script.Text("/no/such"), script.TextArray(["x"]), script.TextArray([])));
        Assert.Equal(("execute it", Errno.ENOENT), (refusal.Step, refusal.Errno));
    }

    [Fact]
    public void A_gate_that_is_killed_before_it_is_done_is_told_from_one_that_became_its_program()
    {
        using GateRun run = new();
        SpawnException refusal = run.Refusal(
            static script =>
            {
                script.Call("take the first step", Sys.getpid);
                script.Call("execute", Sys.execve, script.Text("/bin/true"), script.TextArray(["true"]), script.TextArray([]));
            },
            static gate => gate.PidFd.TrySignal((int)SignalNumbers.SIGKILL));
        Assert.Equal((SpawnFailure.Killed, "take the first step"), (refusal.Failure, refusal.Step));
    }

    [Theory]
    [InlineData(SignalNumbers.SIGSEGV)]
    [InlineData(SignalNumbers.SIGTERM)]
    [InlineData(SignalNumbers.SIGKILL)]
    public void It_ends_by_the_signal_that_its_payload_ended_by_once_it_is_let_go(long signal)
    {
        using GateRun run = new();
        (SpawnedProcess gate, PidFd payload) = run.Sleeper();
        using (gate)
        using (payload)
        {
            payload.TrySignal((int)signal);
            Poll.WaitReadable(payload, Timeout.InfiniteTimeSpan);
            Assert.False(gate.TryWait(out _));
            run.Socket.LetGo();
            WaitStatus end = gate.Wait();
            Assert.Equal(((int)signal, false), (end.Signal, end.CoreDumped));
        }
    }

    [Fact]
    public void Signals_that_the_whole_unit_gets_do_not_end_it_before_its_payload()
    {
        using GateRun run = new();
        (SpawnedProcess gate, PidFd payload) = run.Sleeper();
        using (gate)
        using (payload)
        {
            gate.PidFd.TrySignal((int)SignalNumbers.SIGTERM);
            gate.PidFd.TrySignal((int)SignalNumbers.SIGHUP);
            Assert.True(payload.IsAlive);
            payload.TrySignal((int)SignalNumbers.SIGUSR1);
            Poll.WaitReadable(payload, Timeout.InfiniteTimeSpan);
            run.Socket.LetGo();
            Assert.Equal((int)SignalNumbers.SIGUSR1, gate.Wait().Signal);
        }
    }

    [Fact]
    public void It_and_its_payload_die_with_the_launcher()
    {
        using GateRun run = new();
        (SpawnedProcess gate, PidFd payload) = run.Sleeper();
        using (gate)
        using (payload)
        {
            run.Socket.Dispose();
            Assert.Equal(125, gate.Wait().Code);
            Poll.WaitReadable(payload, Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public void It_keeps_nothing_of_the_payloads()
    {
        using GateRun run = new();
        (SpawnedProcess gate, PidFd payload) = run.Sleeper();
        using (gate)
        using (payload)
        {
            Assert.Equal(["0", "1", "2", "3"], Directory.GetFileSystemEntries($"/proc/{gate.Pid}/fd").Select(Path.GetFileName).Order());
            Assert.DoesNotContain("memfd", File.ReadAllText($"/proc/{gate.Pid}/maps"), StringComparison.Ordinal);
            payload.TrySignal((int)SignalNumbers.SIGKILL);
            run.Socket.LetGo();
            gate.Wait();
        }
    }
}
