using Helios.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Simulated;

/// <summary>A process started inside a simulated container.</summary>
internal sealed class SimulatedExec(int processId, ProcessTable processes, Lock backendLock) : IContainerProcess
{
    private readonly TaskCompletionSource<ExitStatus> _exited = new();
    private bool _ended;

    /// <inheritdoc/>
    public int ProcessId { get; } = processId;

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => _exited.Task;

    /// <inheritdoc/>
    public SafeFileHandle? Terminal => null;

    /// <inheritdoc/>
    public bool TrySignal(Signal signal) => End(ExitStatus.Killed(signal));

    /// <inheritdoc/>
    public void Resize(TerminalSize size)
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End(ExitStatus.Killed(Signal.Kill));
        return ValueTask.CompletedTask;
    }

    internal bool End(ExitStatus status)
    {
        lock (backendLock)
        {
            if (_ended)
            {
                return false;
            }

            _ended = true;
            processes.Return(ProcessId);
        }

        return _exited.TrySetResult(status);
    }
}
