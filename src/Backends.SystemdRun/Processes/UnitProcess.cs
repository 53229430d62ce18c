using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>The payload of a unit: a process that is not our child, named by a pidfd.</summary>
internal sealed class UnitProcess : IContainerProcess, IReadinessHandler
{
    private readonly PidFd _pidFd;
    private readonly EventRegistration _registration;
    private readonly Func<ExitStatus?> _askManager;
    private readonly Action _ended;
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal UnitProcess(int processId, PidFd pidFd, SafeFileHandle? terminal, EventLoop events, Action ended, Func<ExitStatus?> askManager)
    {
        ProcessId = processId;
        _pidFd = pidFd;
        Terminal = terminal;
        _askManager = askManager;
        _ended = ended;
        _registration = events.Register(pidFd, EventKinds.Readable, this);
    }

    public int ProcessId { get; }

    public Task<ExitStatus> Exited => _exited.Task;

    public SafeFileHandle? Terminal { get; }

    public bool TrySignal(Signal signal) => !_exited.Task.IsCompleted && _pidFd.TrySignal(signal.Number);

    public void Resize(TerminalSize size)
    {
        if (Terminal is { } terminal)
        {
            using FileFd master = FileFd.Borrow((int)terminal.DangerousGetHandle());
            Linux.Terminal.SetWindowSize(master, new WindowSize(size.Columns, size.Rows));
        }
    }

    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        registration.Dispose();
        _ended();
        if (FromKernel() is { } status)
        {
            _exited.TrySetResult(status);
            return;
        }

        // Its own parent has not reaped it yet; that takes a moment, and the event loop has other work.
        Task.Run(AwaitStatus);
    }

    public ValueTask DisposeAsync()
    {
        _registration.Dispose();
        _pidFd.Dispose();
        Terminal?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void AwaitStatus()
    {
        try
        {
            if (_pidFd.GetInfo() is not null)
            {
                Poll.WaitHangup(_pidFd);
            }

            _exited.TrySetResult(FromKernel() ?? FromManager());
        }
        catch (SyscallException)
        {
            // Exited never faults: the manager may still know.
            _exited.TrySetResult(FromManager());
        }
    }

    // Since Linux 6.15 a pidfd knows how its process ended, whoever reaped it. See ioctl_pidfd(2).
    private ExitStatus? FromKernel()
        => _pidFd.GetInfo()?.Exit is { } exit
            ? exit.Signal != 0 ? ExitStatus.Killed(new Signal(exit.Signal)) : ExitStatus.Exited(exit.ExitCode)
            : null;

    // Before that only its parent knows: unshare, which ends as its child did, and systemd, which keeps the unit until it has been read.
    private ExitStatus FromManager()
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            if (_askManager() is { } status)
            {
                return status;
            }
        }

        return ExitStatus.Exited(ExitCause.LaunchFailedCode);
    }
}
