using System.Text;
using Helios.Backends.SystemdRun.Gates;
using Helios.Contracts;
using Helios.Isolation.Launch;
using Helios.Linux;
using Helios.Support;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Tests;

/// <summary>A real gate without a unit around it.</summary>
internal sealed class GateRun : IDisposable
{
    private readonly TempTree _files = new();
    private readonly Launcher _launcher = new();
    private readonly string _folder;

    internal GateRun()
    {
        Needs.X64();
        _folder = _files.At("gate");
        Socket = GateSocket.Make(_folder);
        File.Copy(GateSocket.ProgramIn(_folder), _files.At("program"));
    }

    internal GateSocket Socket { get; }

    internal string Folder => _folder;

    internal SpawnedProcess StartGate()
    {
        using SpawnScript script = new();
        script.Call("execute the gate", Sys.execve, script.Text(_files.At("program")), script.TextArray(["gate", GateSocket.SocketIn(_folder)]), script.TextArray([]));
        return _launcher.Launch(script, new SpawnRequest());
    }

    /// <summary>Lets it walk a script whose last record becomes a shell; its output, and every extra descriptor, is one pipe.</summary>
    internal (string Output, int Code) Shell(string[] arguments, string[] variables, int extra = 0)
    {
        using Pipe pipe = Pipe.Create();
        using SafeFileHandle output = new(pipe.WriteEnd.Number, ownsHandle: false);
        using SpawnedProcess gate = StartGate();
        Socket.Accept(_ => true, static () => false);
        ContainerIo io = new() { Output = output, Extra = [.. Enumerable.Repeat(output, extra)] };
        using (HeldStreams streams = new(io, handOver: null, Gate.FirstOfScript))
        using (SpawnScript script = new())
        {
            script.PassDescriptors([(streams.Descriptors.Output, 1), .. streams.Descriptors.Extra.Select(static (number, i) => ((SpawnArgument)number, 3 + i))]);
            script.CloseOnExecFrom(3 + extra);
            script.Call("execute", Sys.execve, script.Text("/bin/sh"), script.TextArray(["sh", .. arguments]), script.TextArray(variables));
            using SharedScript shared = script.Share();
            Assert.NotEqual(0, Socket.Release(shared, streams.InOrder));
        }

        pipe.WriteEnd.Dispose();
        StringBuilder text = new();
        byte[] buffer = new byte[1024];
        while (pipe.ReadEnd.Read(buffer) is var count and > 0)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        Socket.LetGo();
        return (text.ToString(), gate.Wait().Code);
    }

    /// <summary>A gate whose payload has just become a sleeping program.</summary>
    internal (SpawnedProcess Gate, PidFd Payload) Sleeper()
    {
        SpawnedProcess gate = StartGate();
        Socket.Accept(_ => true, static () => false);
        using SpawnScript script = new();
        script.Call("ask to die with the gate", Sys.prctl, PrctlOptions.PR_SET_PDEATHSIG, SignalNumbers.SIGKILL, 0, 0, 0);
        script.ResetSignals();
        script.Call("execute", Sys.execve, script.Text("/bin/sleep"), script.TextArray(["sleep", "1000"]), script.TextArray([]));
        using SharedScript shared = script.Share();
        return (gate, PidFd.Open(Socket.Release(shared, [])));
    }

    /// <summary>What is thrown when a script does not get to a payload.</summary>
    internal SpawnException Refusal(Action<SpawnScript> write, Action<SpawnedProcess>? meanwhile = null)
    {
        using SpawnedProcess gate = StartGate();
        Socket.Accept(_ => true, static () => false);
        using SpawnScript script = new();
        write(script);
        using SharedScript shared = script.Share();
        meanwhile?.Invoke(gate);
        SpawnException refusal = Assert.Throws<SpawnException>(() => Socket.Release(shared, []));
        Socket.LetGo();
        gate.Wait();
        return refusal;
    }

    public void Dispose()
    {
        Socket.Dispose();
        _launcher.Dispose();
        _files.Dispose();
    }
}
