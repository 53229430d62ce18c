namespace Helios.Linux.Tests;

public sealed class SpawnScriptTests
{
    [Fact]
    public void ToString_shows_each_call_as_strace_would()
    {
        using SpawnScript script = new();
        SpawnResult context = script.Call("open procfs", Sys.fsopen, script.Text("proc"), MountApi.FSOPEN_CLOEXEC);
        SpawnResult mount = script.Call("mount procfs", Sys.fsmount, context, 0, SpawnArgument.Named(0xe, "MOUNT_ATTR_NOSUID|NODEV|NOEXEC"));
        script.Call("attach procfs", new SpawnRule { ToleratedErrno = Errno.EBUSY }, Sys.move_mount, mount, script.Text(""), OpenFlags.AT_FDCWD, script.Text("/a \"b\"\n"), 0x1000000);
        script.Hold("id maps");
        script.ContinueInChild("enter the PID namespace");
        script.Call("exec", Sys.execve, script.Text("/bin/sh"), script.TextArray(["sh", "-c"]), 0);

        string[] lines = script.ToString().Split('\n');
        Assert.Equal("fsopen(\"proc\", 1) => r0", lines[0]);
        Assert.Equal("fsmount(r0, 0, MOUNT_ATTR_NOSUID|NODEV|NOEXEC) => r1", lines[1]);
        Assert.Equal("move_mount(r1, \"\", -100, \"/a \\\"b\\\"\\n\", 0x1000000) or EBUSY", lines[2]);
        Assert.Equal("close(sync.write)", lines[3]);
        Assert.StartsWith("read(sync.read, buf", lines[4], StringComparison.Ordinal);
        Assert.EndsWith(" must be 1", lines[4], StringComparison.Ordinal);
        Assert.Equal("clone(CLONE_PARENT|CLONE_VM|CLONE_VFORK, 0, 0, 0, 0) and the parent exits", lines[5]);
        Assert.Equal("execve(\"/bin/sh\", [\"sh\", \"-c\"], 0)", lines[6]);
        Assert.Equal("wait for id maps", script.Records[4].Label);
        Assert.Equal((long)Sys.execve, script.Records[6].SyscallNumber);
    }

    [Fact]
    public void Call_with_more_than_six_arguments_is_refused()
    {
        using SpawnScript script = new();
        Assert.Throws<ArgumentException>(() => script.Call("too much", Sys.getpid, 1, 2, 3, 4, 5, 6, 7));
    }

    [Fact]
    public void A_result_of_another_script_is_refused()
    {
        using SpawnScript first = new();
        first.Call("pid", Sys.getpid);
        SpawnResult foreign = first.Call("pid", Sys.getpid);
        using SpawnScript second = new();
        Assert.Throws<ArgumentException>(() => second.Call("close", Sys.close, foreign));
    }

    [Fact]
    public void A_text_with_a_NUL_is_refused()
    {
        using SpawnScript script = new();
        Assert.Throws<ArgumentException>(() => script.Text("a\0b"));
    }

    [Fact]
    public void Writing_outside_a_buffer_is_refused()
    {
        using SpawnScript script = new();
        SpawnBuffer buffer = script.Reserve(8);
        SpawnResult result = script.Call("pid", Sys.getpid);
        Assert.Throws<ArgumentOutOfRangeException>(() => script.StoreResult(result, buffer, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => script.SetPointer(buffer, 8, buffer));
        Assert.Throws<ArgumentOutOfRangeException>(() => script.SetBytes(buffer, 7, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.At(9));
    }

    [Fact]
    public void A_descriptor_stays_open_until_the_script_is_disposed()
    {
        Pipe pipe = Pipe.Create();
        SpawnScript script = new();
        script.Call("pass", Sys.dup3, pipe.WriteEnd, 1, 0);
        pipe.WriteEnd.Dispose();
        Assert.False(Poll.IsReadable(pipe.ReadEnd));
        script.Dispose();
        Assert.True(Poll.IsReadable(pipe.ReadEnd));
        pipe.Dispose();
    }

    [Fact]
    public void A_script_that_names_a_descriptor_of_ours_cannot_be_shared()
    {
        using Pipe pipe = Pipe.Create();
        using SpawnScript script = new();
        script.Call("pass", Sys.dup3, pipe.WriteEnd, 1, 0);
        Assert.Throws<InvalidOperationException>(script.Share);
    }

    [Fact]
    public void A_disposed_script_is_refused()
    {
        using Launcher launcher = new();
        SpawnScript script = new();
        script.Call("pid", Sys.getpid);
        script.Dispose();
        Assert.Throws<ObjectDisposedException>(() => launcher.Launch(script, new SpawnRequest()));
        Assert.Throws<ObjectDisposedException>(() => script.Call("pid", Sys.getpid));
    }
}
