using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Contract.Tests;

/// <summary>A process that a runtime has left behind, and this process has adopted.</summary>
internal sealed class OciProcess : IContainerProcess
{
    private readonly PidFd _pidFd;

    internal OciProcess(int processId, SafeFileHandle? terminal)
    {
        ProcessId = processId;
        Terminal = terminal;
        OciReaper.Awaited[processId] = true;
        _pidFd = PidFd.Open(processId);
        Exited = Task.Factory.StartNew(Await, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int ProcessId { get; }

    public Task<ExitStatus> Exited { get; }

    public SafeFileHandle? Terminal { get; }

    public bool TrySignal(Signal signal) => !Exited.IsCompleted && _pidFd.TrySignal(signal.Number);

    public void Resize(TerminalSize size)
    {
        using FileFd master = FileFd.Borrow((int)Terminal!.DangerousGetHandle());
        Linux.Terminal.SetWindowSize(master, new WindowSize(size.Columns, size.Rows));
    }

    public async ValueTask DisposeAsync()
    {
        await Exited;
        _pidFd.Dispose();
        Terminal?.Dispose();
    }

    private ExitStatus Await()
    {
        ExitStatus status = OciReaper.Await(_pidFd);
        OciReaper.Awaited.TryRemove(ProcessId, out _);
        return status;
    }
}
