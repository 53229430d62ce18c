using System.Globalization;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Launch;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Namespaces;

/// <summary>One container: its pidfd, its control group, its name's lock. It outlives whoever drives it, and removes every trace when disposed.</summary>
public sealed class NamespacesContainer : IContainerNetwork
{
    private readonly ContainerIo _io;
    private readonly ContainerSpec _bounded;
    private CompiledPlan? _plan;
    private readonly CgroupLeaf _leaf;
    private readonly FileLock _claim;
    private readonly PlanCompiler _compiler;
    private readonly Launcher _launcher;
    private readonly EventLoop _events;
    private readonly Lazy<BlockingCalls> _calls;
    private readonly Action _gone;
    private readonly Lock _gate = new();
    private LaunchedProcess? _process;
    private bool _disposed;

    internal NamespacesContainer(
        ContainerSpec spec, ContainerSpec bounded, ContainerIo io, CompiledPlan plan, CgroupLeaf leaf, FileLock claim, PlanCompiler compiler, Launcher launcher, EventLoop events,
        Lazy<BlockingCalls> calls, Action gone)
    {
        Spec = spec;
        _bounded = bounded;
        _io = io;
        _plan = plan;
        _leaf = leaf;
        _claim = claim;
        _compiler = compiler;
        _launcher = launcher;
        _events = events;
        _calls = calls;
        _gone = gone;
    }

    /// <inheritdoc/>
    public ContainerSpec Spec { get; }

    /// <inheritdoc/>
    public string? Cgroup => _leaf.Path;

    /// <inheritdoc/>
    public int ProcessId => _process?.ProcessId ?? 0;

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => Process.Exited;

    /// <inheritdoc/>
    public SafeFileHandle? Terminal => _process?.Terminal;

    private LaunchedProcess Process => _process ?? throw new InvalidOperationException($"container {Spec.Id} has not been started");

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
        => _calls.Value.RunAsync(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            Start();
        });

    /// <summary>Launches and returns when the exec has succeeded. The same as <see cref="StartAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_plan is not { } plan)
            {
                throw new InvalidOperationException($"container {Spec.Id} has been started already");
            }

            // Carried out once: a container that runs for months does not keep it.
            _plan = null;
            _process = ProcessLaunch.Run(_launcher, _events, plan, _io, Spec.Terminal, _leaf.Birthplace);
        }
    }

    /// <inheritdoc/>
    public bool TrySignal(Signal signal) => _process?.TrySignal(signal) ?? false;

    /// <inheritdoc/>
    public void Resize(TerminalSize size) => Process.Resize(size);

    /// <inheritdoc/>
    public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation)
        => _calls.Value.RunAsync(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Exec(spec, io);
        });

    /// <summary>Starts another process inside. The same as <see cref="ExecAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed, or the container no longer runs.</exception>
    public IContainerProcess Exec(ExecSpec spec, ContainerIo io)
    {
        PidFd target = Process.PidFd;
        CompiledPlan plan = _compiler.CompileExec(Spec, spec, io.Size, namespaces => new JoinNamespaces(target, namespaces), _compiler.V1Leaves(_bounded));
        return ProcessLaunch.Run(_launcher, _events, plan, io, spec.Terminal, _leaf.Birthplace);
    }

    /// <inheritdoc/>
    public ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
        => NamespaceSocket.ConnectAsync(
            _launcher, _process?.PidFd ?? throw new ReasonException($"container {Spec.Id} does not run"), _compiler.NetworkNamespaces(Spec), port, cancellation);

    /// <inheritdoc/>
    public Task KillAllAsync()
    {
        // With a PID namespace its first process takes all others along, whatever control group they fled to.
        _process?.TrySignal(Signal.Kill);
        return Guarded("kill", _leaf.KillAll);
    }

    /// <inheritdoc/>
    public Task FreezeAsync(CancellationToken cancellation) => _calls.Value.RunAsync(() => Guarded("freeze", _leaf.Freeze)).Unwrap();

    /// <inheritdoc/>
    public Task ThawAsync(CancellationToken cancellation) => _calls.Value.RunAsync(() => Guarded("thaw", _leaf.Thaw)).Unwrap();

    /// <inheritdoc/>
    public ContainerStatistics ReadStatistics() => _leaf.Read();

    /// <inheritdoc/>
    public ExitCause ExplainExit(ExitStatus status)
        => ExitCause.Of(status, status.Code == 128 + Signal.Kill.Number ? _leaf.OutOfMemory(Spec.Id) : null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        try
        {
            if (_process is { } process)
            {
                process.TrySignal(Signal.Kill);
                await process.Exited.ConfigureAwait(false);
                await process.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            // A synchronous caller also cleans up synchronously.
            if (_calls.IsValueCreated)
            {
                await _calls.Value.RunAsync(CleanUp).ConfigureAwait(false);
            }
            else
            {
                CleanUp();
            }
        }
    }

    private void CleanUp()
    {
        _leaf.Dispose();
        _claim.Dispose();
        _gone();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Spec.Id} ({ProcessId})");

    private static Task Guarded(string what, Action action)
    {
        try
        {
            action();
            return Task.CompletedTask;
        }
        catch (SyscallException failure)
        {
            return Task.FromException(new BackendException(new ExitCause.LaunchFailed(what, failure.Message), failure));
        }
    }
}
