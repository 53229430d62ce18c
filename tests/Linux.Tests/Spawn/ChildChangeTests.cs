namespace Helios.Linux.Tests;

public sealed class ChildChangeTests
{
    [Fact]
    public void A_stop_a_continuation_and_an_end_are_told_in_turn()
    {
        using Launcher launcher = Launcher.OnCallersThread();
        using SpawnScript script = new();
        script.ResetSignals();
        script.Call("exec", Sys.execve, script.Text("/bin/sleep"), script.TextArray(["sleep", "1000"]), script.TextArray([]));
        using SpawnedProcess child = launcher.Launch(script, new SpawnRequest());
        Assert.Equal(ChildChange.None, child.TryTakeChange(out _));
        child.PidFd.TrySignal((int)SignalNumbers.SIGSTOP);
        Assert.Equal(ChildChange.Stopped, Next(child, out WaitStatus stop));
        Assert.Equal((int)SignalNumbers.SIGSTOP, stop.Signal);
        child.PidFd.TrySignal((int)SignalNumbers.SIGCONT);
        Assert.Equal(ChildChange.Continued, Next(child, out _));
        child.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
        Assert.Equal(ChildChange.Ended, Next(child, out WaitStatus end));
        Assert.Equal((int)SignalNumbers.SIGKILL, end.Signal);
        Assert.Equal(end, child.Wait());
    }

    [Fact]
    public void A_launcher_on_the_callers_thread_explains_a_failure_too()
    {
        using Launcher launcher = Launcher.OnCallersThread();
        using SpawnScript script = new();
        script.Call("exec nothing", Sys.execve, script.Text("/nonexistent"), script.TextArray(["x"]), script.TextArray([]));
        SpawnException failure = Assert.Throws<SpawnException>(() => launcher.Launch(script, new SpawnRequest()));
        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Equal("exec nothing", failure.Step);
    }

    private static ChildChange Next(SpawnedProcess child, out WaitStatus status)
    {
        SpinWait spin = default;
        ChildChange change;
        while ((change = child.TryTakeChange(out status)) == ChildChange.None)
        {
            spin.SpinOnce();
        }

        return change;
    }
}
