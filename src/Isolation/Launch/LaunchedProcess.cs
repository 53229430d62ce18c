using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Isolation.Launch;

/// <summary>A process this backend launched, and the duty to reap it.</summary>
/// <remarks>
/// Whoever loses interest in a process that still lives disposes it, and it is reaped when it ends all the same: a zombie of a container's PID namespace
/// would keep the namespace's first process, and so the container, from ever ending.
/// </remarks>
public sealed class LaunchedProcess : IContainerProcess, IReadinessHandler
{
    private readonly SpawnedProcess _process;
    private readonly EventRegistration _registration;
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _isReaped;
    private bool _isDisposed;

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
        lock (_gate)
        {
            return !_isReaped && _process.PidFd.TrySignal(signal.Number);
        }
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
        lock (_gate)
        {
            _isReaped = true;
            if (_isDisposed)
            {
                _process.Dispose();
            }
        }

        _exited.TrySetResult(status.Signal != 0 ? ExitStatus.Killed(new Signal(status.Signal)) : ExitStatus.Exited(status.ExitCode));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_isDisposed && _isReaped)
            {
                _process.Dispose();
            }

            _isDisposed = true;
        }

        Terminal?.Dispose();
        return ValueTask.CompletedTask;
    }
}
