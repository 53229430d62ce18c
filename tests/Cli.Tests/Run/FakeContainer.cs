using Helios.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Helios.Cli.Tests;

/// <summary>A container without a kernel: it ends when the test says so, and notes what was done to it.</summary>
internal sealed class FakeContainer(ContainerSpec spec) : IContainer
{
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ExitCause? Cause { get; set; }

    internal BackendException? StartFailure { get; set; }

    internal TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource<Signal> Signalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal bool IsDisposed { get; private set; }

    public ContainerSpec Spec => spec;

    public string? Cgroup => null;

    public int ProcessId => 1;

    public Task<ExitStatus> Exited => _exited.Task;

    public SafeFileHandle? Terminal => null;

    internal void End(ExitStatus status) => _exited.SetResult(status);

    public Task StartAsync(CancellationToken cancellation)
    {
        if (StartFailure is not null)
        {
            return Task.FromException(StartFailure);
        }

        Started.SetResult();
        return Task.CompletedTask;
    }

    public bool TrySignal(Signal signal)
    {
        Signalled.TrySetResult(signal);
        return true;
    }

    public ExitCause ExplainExit(ExitStatus status)
        => Cause ?? (status.Signal is { } signal ? new ExitCause.Signaled(signal) : new ExitCause.Exited(status.Code));

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    public void Resize(TerminalSize size) => throw new NotSupportedException();

    public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation) => throw new NotSupportedException();

    public Task KillAllAsync() => throw new NotSupportedException();

    public Task FreezeAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task ThawAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ContainerStatistics ReadStatistics() => throw new NotSupportedException();
}
