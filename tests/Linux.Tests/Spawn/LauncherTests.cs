namespace Helios.Linux.Tests;

public sealed class LauncherTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Launch_of_a_program_returns_a_process_whose_exit_code_can_be_waited_for(bool shareMemory)
    {
        using SpawnScript script = Scripts.Shell("exit 7");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest { ShareMemory = shareMemory });
        Assert.Equal(new WaitStatus(7, 0, false), process.Wait());
        Assert.Equal(7, process.Wait().Code);
        Assert.False(process.PidFd.IsAlive);
        Assert.False(process.PidFd.TrySignal(9));
    }

    [Fact]
    public void A_process_killed_by_a_signal_reports_the_signal()
    {
        using SpawnScript script = Scripts.Shell("kill -TERM $$");
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.Equal(15, process.Wait().Signal);
        Assert.Equal(143, process.Wait().Code);
    }

    [Fact]
    public void A_script_that_runs_off_its_end_exits_with_zero()
    {
        using SpawnScript script = new();
        script.Call("get pid", Sys.getpid);
        using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
        Assert.Equal(0, process.Wait().Code);
    }

    [Fact]
    public void One_script_can_be_launched_again_and_its_buffers_start_afresh()
    {
        using SpawnScript script = new();
        SpawnBuffer word = script.Reserve(8);
        SpawnArgument before = script.LoadInt32(word, 0);
        SpawnResult pid = script.Call("get pid", Sys.getpid);
        script.StoreResult(pid, word, 0, bytes: 4);
        script.Call("exit with what the buffer held at first", Sys.exit_group, before);
        for (int i = 0; i < 3; i++)
        {
            using SpawnedProcess process = _launcher.Launch(script, new SpawnRequest());
            Assert.Equal(0, process.Wait().Code);
        }
    }
}
