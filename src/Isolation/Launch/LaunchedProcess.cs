using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Isolation.Launch;

/// <summary>A process this backend launched, and the right to reap it.</summary>
public sealed class LaunchedProcess : IContainerProcess, IReadinessHandler
{
    private readonly SpawnedProcess _process;
    private readonly EventRegistration _registration;
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LaunchedProcess(SpawnedProcess process, SafeFileHandle? terminal, EventLoop events)
    {
        _process = process;
        Terminal = terminal;
        _registration = events.Register(process.PidFd, EventKinds.Readable, this);
    }

    /// <inheritdoc/>
    public int ProcessId => _process.Pid;

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => _exited.Task;

    /// <inheritdoc/>
    public SafeFileHandle? Terminal { get; }

    /// <summary>Names the process for good.</summary>
    public PidFd PidFd => _process.PidFd;

    /// <inheritdoc/>
    public bool TrySignal(Signal signal)
    {
        // Once reaped the pidfd answers ESRCH, which is "already gone".
        return !_exited.Task.IsCompleted && _process.PidFd.TrySignal(signal.Number);
    }

    /// <inheritdoc/>
    public void Resize(TerminalSize size)
    {
        if (Terminal is { } terminal)
        {
            using FileFd master = FileFd.Borrow((int)terminal.DangerousGetHandle());
            Linux.Terminal.SetWindowSize(master, new WindowSize(size.Columns, size.Rows));
        }
    }

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        if (!_process.TryWait(out WaitStatus status))
        {
            return;
        }

        registration.Dispose();
        _exited.TrySetResult(status.Signal != 0 ? ExitStatus.Killed(new Signal(status.Signal)) : ExitStatus.Exited(status.ExitCode));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _registration.Dispose();
        _process.Dispose();
        Terminal?.Dispose();
        return ValueTask.CompletedTask;
    }
}
