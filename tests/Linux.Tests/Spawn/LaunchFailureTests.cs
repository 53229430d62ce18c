using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class LaunchFailureTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failing_step_is_named_with_its_errno_and_its_place(bool shareMemory)
    {
        using SpawnScript script = new();
        script.Call("get pid", Sys.getpid);
        script.Call("change to /nowhere", Sys.chdir, script.Text("/nowhere"));
        script.Shell("exit 0");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest { ShareMemory = shareMemory }));
        Assert.Equal("change to /nowhere: no such file or directory (ENOENT)", failure.Message);
        Assert.Equal(SpawnFailure.Errno, failure.Failure);
        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Equal("change to /nowhere", failure.Step);
        Assert.Equal(1, failure.Index);
        Assert.Equal(Sys.chdir, failure.Call);
        Assert.Equal(127, failure.End?.Code);
    }

    [Fact]
    public void A_program_that_does_not_exist_is_a_failure_of_the_exec_step()
    {
        using SpawnScript script = new();
        script.Exec("/no/such/program");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest()));
        Assert.Equal("exec /no/such/program: no such file or directory (ENOENT)", failure.Message);
    }

    [Fact]
    public void A_tolerated_errno_lets_the_script_go_on_and_another_one_does_not()
    {
        using SpawnScript script = new();
        script.Call("close nothing", new SpawnRule { ToleratedErrno = Errno.EBADF }, Sys.close, 9999);
        script.Call("remove /nowhere", new SpawnRule { ToleratedErrno = Errno.EBADF }, Sys.rmdir, script.Text("/nowhere"));
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest()));
        Assert.Equal("remove /nowhere: no such file or directory (ENOENT)", failure.Message);
    }

    [Fact]
    public void A_result_that_is_not_the_required_one_says_so()
    {
        using SpawnScript script = new();
        script.Call("read the answer", new SpawnRule { RequiredResult = 42 }, Sys.umask, 7);
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest { ShareMemory = false }));
        Assert.Equal(SpawnFailure.UnexpectedResult, failure.Failure);
        Assert.Equal($"read the answer: unexpected result {failure.Result}", failure.Message);
        Assert.Equal(Errno.None, failure.Errno);
    }

    [Fact]
    public void A_clone_that_fails_names_the_namespaces()
    {
        using SpawnScript script = Scripts.Shell("exit 0");
        // A new user namespace and a borrowed file system are refused by the kernel; flags it does not know are too.
        SpawnRequest request = new() { Flags = (CloneFlags)0x10000 | CloneFlags.NewUts };
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, request));
        Assert.Equal(SpawnException.CloneIndex, failure.Index);
        Assert.StartsWith("clone3 with ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Errno.EINVAL, failure.Errno);
        Assert.Null(failure.End);

        using SpawnScript held = new();
        held.WaitForRelease();
        bool prepared = false;
        Assert.Throws<SpawnException>(() => _launcher.Launch(held, request, _ => prepared = true));
        Assert.False(prepared);
    }

    [Fact]
    public void A_child_killed_before_exec_is_a_failure_at_the_step_it_was_at()
    {
        using SpawnScript script = new();
        script.WaitForRelease();
        SpawnResult self = script.Call("get pid", Sys.getpid);
        script.Call("kill itself", Sys.kill, self, SignalNumbers.SIGKILL);
        script.Shell("exit 0");
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest { ShareMemory = false }));
        Assert.Equal(SpawnFailure.Killed, failure.Failure);
        Assert.Equal("kill itself: killed by signal 9 before it was done", failure.Message);
    }

    [Fact]
    public void Joining_namespaces_with_shared_memory_is_refused()
    {
        using SpawnScript script = new();
        using NamespaceFd network = NamespaceFd.OpenOwn("net");
        script.Call("join the network namespace", Sys.setns, network, 0);
        Assert.Throws<ArgumentException>(() => _launcher.Launch(script, new SpawnRequest()));
    }

    [Fact]
    public void A_prepare_without_a_hold_is_refused()
    {
        using SpawnScript script = Scripts.Shell("exit 0");
        Assert.Throws<ArgumentException>(() => _launcher.Launch(script, new SpawnRequest(), _ => { }));
    }

    [Fact]
    public void Failed_launches_leave_no_process_and_no_descriptor_behind()
    {
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Exec("/no/such/program");
        for (int i = 0; i < 3; i++)
        {
            Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest(), _ => { }));
        }

        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        int open = Leftovers.OpenDescriptors().Count;
        for (int i = 0; i < 50; i++)
        {
            Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest { ShareMemory = i % 2 == 0 }, _ => { }));
            Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest()));
        }

        before.AssertNone();
        Assert.Equal(open, Leftovers.OpenDescriptors().Count);
    }

    [Fact]
    public void A_disposed_launcher_is_refused()
    {
        Launcher launcher = new();
        launcher.Dispose();
        launcher.Dispose();
        using SpawnScript script = Scripts.Shell("exit 0");
        Assert.Throws<ObjectDisposedException>(() => launcher.Launch(script, new SpawnRequest()));
    }
}
