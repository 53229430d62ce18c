using System.Text;
using Helios.Backends.SystemdRun.Gates;
using Helios.Linux;
using Helios.Support;

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

    internal SpawnedProcess StartGate()
    {
        using SpawnScript script = new();
        script.CloseOnExecFrom(3);
        script.Call("execute the gate", Sys.execve, script.Text(_files.At("program")), script.TextArray(["gate", GateSocket.SocketIn(_folder)]), script.TextArray([]));
        return _launcher.Launch(script, new SpawnRequest());
    }

    /// <summary>Lets it become a program whose output, and every extra descriptor, is one pipe.</summary>
    internal (string Output, int Code) Release(string directory, string program, string[] arguments, string[] variables, int extra = 0)
    {
        using Pipe pipe = Pipe.Create();
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        using SpawnedProcess gate = StartGate();
        Socket.Accept(_ => true, static () => false);
        SafeFd[] descriptors = [nothing, pipe.WriteEnd, nothing, .. Enumerable.Repeat<SafeFd>(pipe.WriteEnd, extra)];
        Assert.Null(Socket.Release(new GateMessage { Directory = directory, Program = program, Arguments = arguments, Variables = variables }.Encode(), descriptors));
        pipe.WriteEnd.Dispose();
        StringBuilder output = new();
        byte[] buffer = new byte[1024];
        while (pipe.ReadEnd.Read(buffer) is var count and > 0)
        {
            output.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return (output.ToString(), gate.Wait().ExitCode);
    }

    /// <summary>What it reports when it cannot become a program.</summary>
    internal (GateStep Step, Errno Errno)? Refusal(string directory, string program)
    {
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        using SpawnedProcess gate = StartGate();
        Socket.Accept(_ => true, static () => false);
        (GateStep, Errno)? refusal = Socket.Release(new GateMessage { Directory = directory, Program = program, Arguments = [program] }.Encode(), [nothing, nothing, nothing]);
        Assert.Equal(125, gate.Wait().ExitCode);
        return refusal;
    }

    public void Dispose()
    {
        Socket.Dispose();
        _launcher.Dispose();
        _files.Dispose();
    }
}
