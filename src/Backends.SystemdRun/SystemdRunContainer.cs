using System.Diagnostics;
using System.Globalization;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Launch;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun;

/// <summary>One container: its pidfd, its unit's control group, its synchronization socket. Disposing it ends the unit and removes every trace.</summary>
public sealed class SystemdRunContainer : IContainerNetwork
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly string _unit;
    private readonly GateSocket _gate;
    private readonly CgroupLeaf? _processorSet;
    private readonly FileLock _claim;
    private readonly UnitSurroundings _around;
    private readonly Lock _state = new();
    private UnitStart? _start;
    private UnitCgroup? _cgroup;
    private UnitProcess? _process;
    private ExitCause.OutOfMemory? _outOfMemory;
    private ContainerStatistics? _last;
    private Task? _disposal;
    private volatile bool _frozen;

    internal SystemdRunContainer(ContainerSpec spec, ContainerIo io, UnitPlan plan, GateSocket gate, CgroupLeaf? processorSet, FileLock claim, UnitSurroundings around)
    {
        Spec = spec;
        _unit = plan.UnitName;
        _start = new UnitStart(spec, io, plan, gate, around);
        _gate = gate;
        _processorSet = processorSet;
        _claim = claim;
        _around = around;
    }

    /// <inheritdoc/>
    public ContainerSpec Spec { get; }

    /// <inheritdoc/>
    public string? Cgroup => _cgroup?.Path;

    /// <inheritdoc/>
    public int ProcessId => _process?.ProcessId ?? 0;

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => Process.Exited;

    /// <inheritdoc/>
    public SafeFileHandle? Terminal => _process?.Terminal;

    private UnitProcess Process => _process ?? throw new InvalidOperationException($"container {Spec.Id} has not been started");

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => _around.Calls.Value.RunAsync(() => Start(cancellation));

    /// <summary>Starts the unit and returns when the payload's exec has succeeded. The same as <see cref="StartAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    /// <exception cref="OperationCanceledException">Given up while systemd had not got to it yet.</exception>
    public void Start(CancellationToken cancellation = default)
    {
        lock (_state)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            if (_start is not { } start)
            {
                throw new InvalidOperationException($"container {Spec.Id} has been started already");
            }

            cancellation.ThrowIfCancellationRequested();

            // Carried out once: a container that runs for months does not keep its plan.
            _start = null;
            (_process, _cgroup) = start.Run(ReadLast, cancellation);
        }
    }

    /// <inheritdoc/>
    public bool TrySignal(Signal signal) => _process?.TrySignal(signal) ?? false;

    /// <inheritdoc/>
    public void Resize(TerminalSize size) => Process.Resize(size);

    /// <inheritdoc/>
    public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation)
        => _around.Calls.Value.RunAsync(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Exec(spec, io);
        });

    /// <summary>Starts another process inside. The same as <see cref="ExecAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed, or the container no longer runs.</exception>
    public IContainerProcess Exec(ExecSpec spec, ContainerIo io)
    {
        if (_around.Facts.UserManager)
        {
            throw new BackendException(new ExitCause.LaunchFailed("exec", "a user's own systemd cannot take a further process into a unit; use the namespaces backend"));
        }

        try
        {
            PidFd target = Process.PidFd;
            CompiledPlan plan = _around.Processes.CompileExec(
                Spec, spec, io.Size, namespaces => new JoinNamespaces(target, namespaces), UnitCgroup.V1PlacesOf(_around.Facts, ProcessId));
            return ProcessLaunch.Run(_around.Launcher, _around.Events, plan, io, spec.Terminal, _cgroup!.Birthplace);
        }
        catch (SyscallException failure)
        {
            throw new BackendException(new ExitCause.LaunchFailed("join the container", failure.Message), failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
        => NamespaceSocket.ConnectAsync(
            _around.Launcher, _process?.PidFd ?? throw new ReasonException($"container {Spec.Id} does not run"), _around.Processes.NetworkNamespaces(Spec), port, cancellation);

    /// <inheritdoc/>
    public Task KillAllAsync()
    {
        if (_process is { } process && _cgroup is { } group)
        {
            // With a PID namespace its first process takes all others along. The keeper stays: it has the payload's status.
            process.TrySignal(Signal.Kill);
            if (!Spec.Namespaces.HasFlag(NamespaceKinds.Pid))
            {
                group.KillAllBut(process.KeeperId);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FreezeAsync(CancellationToken cancellation) => SetFrozen("freeze", true);

    /// <inheritdoc/>
    public Task ThawAsync(CancellationToken cancellation) => SetFrozen("thaw", false);

    /// <inheritdoc/>
    public ContainerStatistics ReadStatistics() => _last ?? _cgroup?.Read() ?? new ContainerStatistics();

    /// <inheritdoc/>
    public ExitCause ExplainExit(ExitStatus status) => ExitCause.Of(status, _outOfMemory);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task disposal;
        lock (_state)
        {
            disposal = _disposal ??= Remove();
        }

        await disposal.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Spec.Id} ({ProcessId})");

    private async Task Remove()
    {
        if (_process is { } process)
        {
            await KillAllAsync().ConfigureAwait(false);
            await process.Exited.ConfigureAwait(false);
        }

        // Who started on a thread of his own cleans up on it too.
        if (_around.Calls.IsValueCreated)
        {
            await _around.Calls.Value.RunAsync(CleanUp).ConfigureAwait(false);
        }
        else
        {
            CleanUp();
        }
    }

    private void CleanUp()
    {
        try
        {
            // Meanwhile systemd ends the unit.
            _gate.Dispose();
            if (_process is { } process)
            {
                AwaitUnitEnd(process);
                process.Dispose();
            }
        }
        finally
        {
            _cgroup?.Dispose();
            _processorSet?.Dispose();
            _claim.Dispose();
            _around.Gone();
        }
    }

    // Its main process has gone on, so it ends by itself; systemctl is for the case that it does not.
    private void AwaitUnitEnd(UnitProcess process)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan tick = TimeSpan.FromMilliseconds(1);
        while (Directory.Exists(_cgroup!.Path) && !process.WaitUnitEnd(tick) && Stopwatch.GetElapsedTime(start) < s_patience)
        {
        }

        if (Directory.Exists(_cgroup.Path))
        {
            _around.Units.Kill(_unit);
        }
    }

    // Between the payload's end and its parent's nothing of the unit goes away. The start may not have returned yet.
    private void ReadLast(UnitCgroup group)
    {
        _last = group.Read();
        _outOfMemory = group.OutOfMemory(Spec.Id);
        if (_frozen)
        {
            group.TryThaw();
        }
    }

    private Task SetFrozen(string what, bool frozen)
    {
        try
        {
            (_cgroup ?? throw new BackendException(new ExitCause.LaunchFailed(what, "the container has not been started"))).SetFrozen(frozen);
            _frozen = frozen;
            return Task.CompletedTask;
        }
        catch (SyscallException failure)
        {
            return Task.FromException(new BackendException(new ExitCause.LaunchFailed(what, failure.Message), failure));
        }
    }
}
