using Helios.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Simulated;

/// <summary>A process started inside a simulated container.</summary>
internal sealed class SimulatedExec : IContainerProcess
{
    private readonly TaskCompletionSource<ExitStatus> _exited = new();
    private readonly ProcessTable _processes;
    private readonly Lock _lock;
    private readonly HashSet<SimulatedExec> _living;

    /// <param name="processes">Where its number comes from.</param>
    /// <param name="backendLock">Guards the state; held by the caller.</param>
    /// <param name="living">The processes of its container, of which it is one until it ends.</param>
    internal SimulatedExec(ProcessTable processes, Lock backendLock, HashSet<SimulatedExec> living)
    {
        (_processes, _lock, _living) = (processes, backendLock, living);
        ProcessId = processes.Take();
        living.Add(this);
    }

    /// <inheritdoc/>
    public int ProcessId { get; }

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
        lock (_lock)
        {
            if (!_living.Remove(this))
            {
                return false;
            }

            _processes.Return(ProcessId);
        }

        return _exited.TrySetResult(status);
    }
}
