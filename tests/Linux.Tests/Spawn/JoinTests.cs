using Helios.Support;

namespace Helios.Linux.Tests;

/// <summary>Entering the namespaces of a running process: setns, then a nested clone.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public void The_nested_child_is_in_the_joined_namespaces_and_is_waited_for_like_any_other()
    {
        Needs.Root();
        using SpawnScript sleeper = new();
        sleeper.Call("set the host name", Sys.sethostname, sleeper.Text("joined"), 6);
        sleeper.Shell("exec sleep 1000");
        using SpawnedProcess target = _launcher.Launch(sleeper, new SpawnRequest { Flags = CloneFlags.NewPid | CloneFlags.NewUts });
        try
        {
            foreach (bool held in new[] { false, true })
            {
                SpawnScript join = Join(target.PidFd);
                bool prepared = false;
                if (held)
                {
                    join.WaitForRelease();
                }

                (string output, WaitStatus status) = _launcher.Output(
                    join, "echo $$ $(cat /proc/sys/kernel/hostname); exit 9", new SpawnRequest { ShareMemory = false }, held ? _ => prepared = true : null);
                Assert.Equal(9, status.Code);
                Assert.EndsWith(" joined\n", output, StringComparison.Ordinal);
                Assert.NotEqual("1", output.Split(' ')[0]);
                Assert.Equal(held, prepared);
            }
        }
        finally
        {
            target.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
            Assert.Equal(9, target.Wait().Signal);
        }
    }

    [Fact]
    public void A_failure_in_the_nested_child_is_named_and_nothing_is_left()
    {
        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        using SpawnScript script = new();
        script.ContinueInChild("continue in a child");
        script.Call("change to /nowhere", Sys.chdir, script.Text("/nowhere"));
        script.Exec("/bin/true");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest { ShareMemory = false }));
        Assert.Equal("change to /nowhere: no such file or directory (ENOENT)", failure.Message);
        before.AssertNone();
    }

    [Fact]
    public void End_of_file_at_a_hold_ends_the_nested_child()
    {
        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        using SpawnScript script = new();
        script.ContinueInChild("continue in a child");
        script.WaitForRelease();
        script.Exec("/bin/true");
        Assert.Throws<TimeoutException>(
            () => _launcher.Launch(script, new SpawnRequest { ShareMemory = false }, _ => throw new TimeoutException()));
        before.AssertNone();
    }

    private static SpawnScript Join(PidFd target)
    {
        SpawnScript script = new();
        script.Call("make it untraceable", Sys.prctl, PrctlOptions.PR_SET_DUMPABLE, 0);
        script.Call("join PID and UTS namespaces", Sys.setns, target, (long)(CloneFlags.NewPid | CloneFlags.NewUts));
        script.ContinueInChild("enter the PID namespace");
        return script;
    }
}
