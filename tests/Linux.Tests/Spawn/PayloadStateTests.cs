using Helios.Support;

namespace Helios.Linux.Tests;

/// <summary>What the payload inherits: nothing that the script did not give it.</summary>
public sealed class PayloadStateTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_signal_is_ignored_or_blocked_or_caught(bool shareMemory)
    {
        (string status, _) = _launcher.Output(new SpawnScript(), "exec cat /proc/self/status", new SpawnRequest { ShareMemory = shareMemory });
        Assert.Equal("0000000000000000", Field(status, "SigBlk"));
        Assert.Equal("0000000000000000", Field(status, "SigIgn"));
        Assert.Equal("0000000000000000", Field(status, "SigCgt"));
    }

    [Fact]
    public void Descriptors_are_passed_at_their_targets_even_when_these_are_each_others_sources()
    {
        using Pipe first = Pipe.Create();
        using Pipe second = Pipe.Create();
        using SpawnScript script = new();
        // Swapped: each target is the number that the other source has here.
        int low = first.WriteEnd.Number;
        int high = second.WriteEnd.Number;
        script.PassDescriptors((first.WriteEnd, high), (second.WriteEnd, low));
        script.ResetSignals();
        script.Exec("/bin/sh", "-c", $"echo first >/proc/self/fd/{high}; echo second >/proc/self/fd/{low}");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.Equal(0, process.Wait().Code);
        script.Dispose();
        first.WriteEnd.Dispose();
        second.WriteEnd.Dispose();
        Assert.Equal("first\n", Scripts.ReadToEnd(first.ReadEnd));
        Assert.Equal("second\n", Scripts.ReadToEnd(second.ReadEnd));
    }

    [Fact]
    public void Descriptors_that_were_not_passed_are_closed_at_exec()
    {
        using FileFd inherited = FileFd.Open("/dev/null", OpenFlags.O_RDONLY);
        using SpawnScript script = new();
        script.WaitForRelease();
        // As if a library had opened it without O_CLOEXEC.
        script.Call("make a descriptor inheritable", Sys.fcntl, inherited, FcntlCommands.F_SETFD, 0);
        (string list, _) = _launcher.Output(script, "for f in /proc/self/fd/*; do echo ${f##*/}; done", new SpawnRequest { ShareMemory = false }, _ => { });
        // The shell's own listing may hold one more for the directory while it expands.
        string[] numbers = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0", "1", "2"], numbers.Where(number => number != "3"));
    }

    [Fact]
    public void Launches_leave_no_descriptor_open_in_the_launcher()
    {
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Shell("exit 0");
        _launcher.Launch(script, new SpawnRequest(), _ => { }).Dispose();
        int open = Leftovers.OpenDescriptors().Count;
        for (int i = 0; i < 20; i++)
        {
            using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest(), _ => { });
            process.Wait();
        }

        Assert.Equal(open, Leftovers.OpenDescriptors().Count);
    }

    [Fact]
    public void Fresh_namespaces_are_fresh_and_the_child_is_pid_1_there()
    {
        Needs.Root();
        SpawnScript script = new();
        script.Call("make mounts private", Sys.mount, 0, script.Text("/"), 0, MountFlags.MS_REC | MountFlags.MS_PRIVATE, 0);
        script.Call("mount proc on /proc", Sys.mount, script.Text("proc"), script.Text("/proc"), script.Text("proc"), 0, 0);
        script.Call("set the host name", Sys.sethostname, script.Text("tiny"), 4);
        SpawnRequest request = new() { Flags = CloneFlags.NewPid | CloneFlags.NewMount | CloneFlags.NewUts | CloneFlags.NewIpc | CloneFlags.NewNetwork };
        (string output, WaitStatus status) = _launcher.Output(script, "echo $$ $(cat /proc/sys/kernel/hostname); ls /sys/class/net >/dev/null; exit 5", request);
        Assert.Equal("1 tiny\n", output);
        Assert.Equal(5, status.Code);
    }

    [Fact]
    public void The_last_steps_can_use_results_of_the_first_through_a_struct()
    {
        using SpawnScript script = new();
        SpawnBuffer ends = script.Reserve(8);
        script.Call("make a pipe", Sys.pipe2, ends, 0);
        SpawnArgument read = script.LoadInt32(ends, 0);
        SpawnArgument write = script.LoadInt32(ends, 4);
        SpawnBuffer vector = script.Reserve(16);
        script.SetPointer(vector, 0, script.Bytes("hello"u8));
        script.SetBytes(vector, 8, [5]);
        SpawnResult count = script.Call("write a vector", new SpawnRule { RequiredResult = 5 }, Sys.writev, write, vector, 1);
        SpawnBuffer length = script.Reserve(8);
        script.StoreResult(count, length, 0);
        script.Call("read it back", new SpawnRule { RequiredResult = 5 }, Sys.read, read, script.Reserve(8), script.Load(length, 0));
        script.Call("exit with its length", Sys.exit_group, count);
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.Equal(5, process.Wait().Code);
    }

    private static string Field(string status, string name)
        => status.Split('\n').Single(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split('\t')[1];
}
