using Helios.Linux;

namespace Helios.Forktop.Tests;

/// <summary>The fixture program, running beside the test until its input ends.</summary>
internal sealed class RunningFixture : IDisposable
{
    private readonly Launcher _launcher = new();
    private readonly SpawnedProcess _process;
    private readonly Pipe _input = Pipe.Create();
    private readonly Pipe _output = Pipe.Create();

    internal RunningFixture(params string[] command)
    {
        using SpawnScript script = new();
        script.ResetSignals();
        script.PassDescriptors((_input.ReadEnd, 0), (_output.WriteEnd, 1));
        script.Call("execute", Sys.execve, script.Text(command[0]), script.TextArray(command), script.TextArray(["PATH=/usr/bin:/bin", "A=1"]));
        _process = _launcher.Launch(script, new SpawnRequest());
    }

    internal int Pid => _process.Pid;

    /// <summary>Makes it make a child, and waits until that has ended.</summary>
    internal void Step()
    {
        DescriptorIo.WriteAll(_input.WriteEnd, "x"u8);
        Span<byte> answer = stackalloc byte[1];
        Assert.True(Poll.WaitReadable(_output.ReadEnd, TimeSpan.FromMinutes(1)), "the fixture does not answer");
        Assert.Equal(1, DescriptorIo.Read(_output.ReadEnd, answer));
    }

    /// <summary>Lets it end, and does not wait for it: a wait of this process would take the end from a tracer in it.</summary>
    internal void EndInput() => _input.WriteEnd.Dispose();

    internal int End()
    {
        EndInput();
        return _process.Wait().Code;
    }

    public void Dispose()
    {
        _process.PidFd.TrySignal((int)SignalNumbers.SIGKILL);
        _process.Wait();
        _process.Dispose();
        _launcher.Dispose();
        _input.Dispose();
        _output.Dispose();
    }
}
