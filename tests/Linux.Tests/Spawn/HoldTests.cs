using System.Diagnostics;
using System.Globalization;
using Helios.Support;

namespace Helios.Linux.Tests;

public sealed class HoldTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_payload_instruction_runs_before_the_parent_is_done(bool shareMemory)
    {
        for (int i = 0; i < 100; i++)
        {
            using Pipe order = Pipe.Create();
            using SpawnScript script = new();
            script.WaitForRelease();
            script.PassDescriptors((order.WriteEnd, 1));
            script.Shell("echo payload");
            string exe = "";
            using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest { ShareMemory = shareMemory }, held =>
            {
                Assert.True(held.Pid > 0);
                Assert.True(held.PidFd.IsAlive);
                exe = File.ResolveLinkTarget($"/proc/{held.Pid}/exe", false)!.FullName;
                Assert.False(Poll.IsReadable(order.ReadEnd));
                order.WriteEnd.Write("prepared\n"u8);
            });
            Assert.Equal(Environment.ProcessPath, exe);
            Assert.Equal(0, process.Wait().Code);
            script.Dispose();
            order.WriteEnd.Dispose();
            Assert.Equal("prepared\npayload\n", Scripts.ReadToEnd(order.ReadEnd));
        }
    }

    [Fact]
    public void Holds_are_released_in_order_and_the_rest_when_prepare_returns()
    {
        using Pipe order = Pipe.Create();
        using SpawnScript script = new();
        SpawnHold first = script.Hold("id maps");
        SpawnArgument one = script.Bytes("one "u8);
        script.Call("write one", Sys.write, order.WriteEnd, one, 4);
        SpawnHold second = script.Hold("network");
        script.Call("write two", Sys.write, order.WriteEnd, script.Bytes("two "u8), 4);
        script.Hold("the end");
        script.Call("write three", Sys.write, order.WriteEnd, script.Bytes("three"u8), 5);
        byte[] buffer = new byte[16];
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest(), held =>
        {
            Assert.False(Poll.IsReadable(order.ReadEnd));
            held.Release(first);
            Assert.Equal("one ", System.Text.Encoding.ASCII.GetString(buffer, 0, order.ReadEnd.Read(buffer)));
            held.Release(second);
            held.Release(first);
            Assert.Equal("two ", System.Text.Encoding.ASCII.GetString(buffer, 0, order.ReadEnd.Read(buffer)));
        });
        Assert.Equal("three", System.Text.Encoding.ASCII.GetString(buffer, 0, order.ReadEnd.Read(buffer)));
        Assert.Equal(0, process.Wait().Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_prepare_that_throws_ends_the_child_and_its_exception_passes_on(bool shareMemory)
    {
        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        using TempTree temp = new();
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Shell($"touch {temp.At("ran")}");
        TimeoutException thrown = Assert.Throws<TimeoutException>(
            () => _launcher.Launch(script, new SpawnRequest { ShareMemory = shareMemory }, _ => throw new TimeoutException("no network")));
        Assert.Equal("no network", thrown.Message);
        Assert.False(File.Exists(temp.At("ran")));
        before.AssertNone();
    }

    [Fact]
    public void A_prepare_that_throws_after_the_release_ends_the_payload_too()
    {
        Leftovers before = Leftovers.Before(Scripts.CgroupName);
        using SpawnScript script = new();
        SpawnHold hold = script.WaitForRelease();
        script.Shell("exec sleep 1000");
        Assert.Throws<TimeoutException>(() => _launcher.Launch(script, new SpawnRequest(), held =>
        {
            held.Release(hold);
            throw new TimeoutException();
        }));
        before.AssertNone();
    }

    [Fact]
    public void A_step_that_failed_before_the_hold_outranks_the_exception_it_causes_in_prepare()
    {
        using SpawnScript script = new();
        script.Call("change to /nowhere", Sys.chdir, script.Text("/nowhere"));
        script.WaitForRelease();
        SpawnException failure = Assert.Throws<SpawnException>(() => _launcher.Launch(script, new SpawnRequest(), held =>
        {
            Poll.WaitReadable(held.PidFd, Timeout.InfiniteTimeSpan);
            throw new IOException("write to uid_map: no such process");
        }));
        Assert.Equal("change to /nowhere: no such file or directory (ENOENT)", failure.Message);
        Assert.IsType<IOException>(failure.InnerException);
    }

    [Fact]
    public void Without_a_prepare_holds_do_not_hold()
    {
        using SpawnScript script = new();
        script.WaitForRelease();
        script.Shell("exit 3");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.Equal(3, process.Wait().Code);
    }

    [Fact]
    public void A_held_child_dies_with_its_launcher()
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[DyingLauncher.Variable] = "1";
        using Process supervisor = Process.Start(start)!;
        string line = supervisor.StandardOutput.ReadLine() ?? "";
        using PidFd orphan = PidFd.Open(int.Parse(line, CultureInfo.InvariantCulture));
        supervisor.Kill();
        Assert.True(Poll.WaitReadable(orphan, TimeSpan.FromSeconds(30)), "the held child outlived its launcher");
    }
}
