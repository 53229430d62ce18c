using System.Globalization;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>A further process, whose runtime waits for it in the foreground and passes on its exit code.</summary>
internal sealed class OciExec : IContainerProcess
{
    private readonly OciCall _call;
    private readonly PidFd? _pidFd;

    private OciExec(OciCall call, int processId, PidFd? pidFd)
    {
        _call = call;
        _pidFd = pidFd;
        ProcessId = processId;
        Exited = AwaitAsync();
    }

    public int ProcessId { get; }

    public Task<ExitStatus> Exited { get; }

    public SafeFileHandle? Terminal => null;

    internal static async Task<IContainerProcess> StartAsync(OciRuntime runtime, string bundle, ContainerSpec spec, ExecSpec exec, ContainerIo io)
    {
        string name = Path.Join(bundle, $"exec-{Guid.NewGuid():N}");
        string configuration = OciBundle.Process(
            spec, exec.Command, [.. spec.Environment, .. exec.Environment], exec.WorkingDirectory ?? spec.WorkingDirectory, exec.User ?? spec.User, [], exec.Terminal).ToJsonString();
        await File.WriteAllTextAsync(name + ".json", configuration);
        string[] arguments = ["exec", "--process", name + ".json", "--pid-file", name + ".pid"];
        if (exec.Terminal)
        {
            // A terminal is only sent by a runtime that does not stay.
            using OciConsole console = new();
            await runtime.CallAsync("exec", bundle, OciStreams.None, [.. arguments, "--detach", "--tty", "--console-socket", console.Path, spec.Id.ToString()]);
            return new OciProcess(await ReadPidAsync(name), console.Take());
        }

        OciCall call = runtime.Start(bundle, OciStreams.Of(io), [.. arguments, spec.Id.ToString()]);
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(5));
        while (new FileInfo(name + ".pid") is not { Exists: true, Length: > 0 } && !call.HasEnded)
        {
            await again.WaitForNextTickAsync();
        }

        if (call.HasEnded && call.HasFailed)
        {
            throw call.Failure("exec");
        }

        int processId = await ReadPidAsync(name);
        return new OciExec(call, processId, TryOpen(processId));
    }

    public bool TrySignal(Signal signal) => !Exited.IsCompleted && _pidFd is not null && _pidFd.TrySignal(signal.Number);

    public void Resize(TerminalSize size)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Exited;
        _pidFd?.Dispose();
        _call.Dispose();
    }

    private static async Task<int> ReadPidAsync(string name) => int.Parse(await File.ReadAllTextAsync(name + ".pid"), CultureInfo.InvariantCulture);

    private static PidFd? TryOpen(int processId)
    {
        try
        {
            return PidFd.Open(processId);
        }
        catch (SyscallException)
        {
            // It has ended meanwhile; its runtime knows how.
            return null;
        }
    }

    private async Task<ExitStatus> AwaitAsync()
    {
        await _call.EndAsync();
        return ExitStatus.Exited(_call.ExitCode);
    }
}
