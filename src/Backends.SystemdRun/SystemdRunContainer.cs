using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.Namespaces;
using Helios.Backends.Namespaces.Plans;
using Helios.Backends.Namespaces.Steps;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun;

/// <summary>One container: its pidfd, its unit's control group, its synchronization socket. Disposing it ends the unit and removes every trace.</summary>
public sealed class SystemdRunContainer : IContainerNetwork
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly ContainerIo _io;
    private readonly UnitPlan _plan;
    private readonly GateSocket _gate;
    private readonly FileLock _claim;
    private readonly UnitSurroundings _around;
    private readonly Lock _state = new();
    private UnitCgroup? _cgroup;
    private UnitProcess? _process;
    private int _keeper;
    private ExitCause.OutOfMemory? _outOfMemory;
    private ContainerStatistics? _last;
    private Task? _disposal;
    private bool _started;
    private volatile bool _frozen;

    internal SystemdRunContainer(ContainerSpec spec, ContainerIo io, UnitPlan plan, GateSocket gate, FileLock claim, UnitSurroundings around)
    {
        Spec = spec;
        _io = io;
        _plan = plan;
        _gate = gate;
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

    private NamespaceKinds Namespaces => PlanCompiler.EffectiveNamespaces(Spec, _around.Facts.Host);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => Task.Run(() => Start(cancellation), cancellation);

    /// <summary>Starts the unit and returns when the payload's exec has succeeded. The same as <see cref="StartAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    /// <exception cref="OperationCanceledException">Given up while systemd had not got to it yet.</exception>
    public void Start(CancellationToken cancellation = default)
    {
        lock (_state)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            if (_started)
            {
                throw new InvalidOperationException($"container {Spec.Id} has been started already");
            }

            _started = true;
            try
            {
                using RunningTool starter = _around.Tools.Start([.. _plan.Arguments(_around.Facts.UserManager)]);
                using GateWork work = new(_plan.Work, _io, Spec.Terminal);
                int gate = AwaitGate(starter, cancellation);
                _cgroup = new UnitCgroup(_around.Facts, _plan.UnitName);
                _process = Release(gate, work);
            }
            catch (OperationCanceledException)
            {
                _around.Units.Stop(_plan.UnitName);
                throw;
            }
            catch (Exception failure) when (failure is SyscallException or SpawnException or BackendException or IOException)
            {
                _around.Units.Stop(_plan.UnitName);
                throw failure as BackendException ?? new BackendException(new ExitCause.LaunchFailed($"start {_plan.UnitName}", failure.Message), failure);
            }
        }
    }

    /// <inheritdoc/>
    public bool TrySignal(Signal signal) => _process?.TrySignal(signal) ?? false;

    /// <inheritdoc/>
    public void Resize(TerminalSize size) => Process.Resize(size);

    /// <inheritdoc/>
    public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation)
        => Task.Run(() => Exec(spec, io), cancellation);

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
        catch (FormatException format)
        {
            throw new BackendException(new ExitCause.LaunchFailed("validate", "user: " + format.Message), format);
        }
        catch (SyscallException failure)
        {
            throw new BackendException(new ExitCause.LaunchFailed("join the container", failure.Message), failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
        => NamespaceSocket.ConnectAsync(
            _around.Launcher, _process?.PidFd ?? throw new IOException($"container {Spec.Id} does not run"), _around.Processes.NetworkNamespaces(Spec), port, cancellation);

    /// <inheritdoc/>
    public Task KillAllAsync()
    {
        if (_process is { } process && _cgroup is { } group)
        {
            // With a PID namespace its first process takes all others along. The keeper stays: it has the payload's status.
            process.TrySignal(Signal.Kill);
            if (!Spec.Namespaces.HasFlag(NamespaceKinds.Pid))
            {
                group.KillAllBut(_keeper);
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
    public ExitCause ExplainExit(ExitStatus status)
    {
        // 137 without a signal: the payload was a shell that reports how its own child was killed.
        if (status.Code == 128 + Signal.Kill.Number && _outOfMemory is { } outOfMemory)
        {
            return outOfMemory;
        }

        const int badSystemCall = 31;
        return status.Signal switch
        {
            null => new ExitCause.Exited(status.Code),
            { Number: badSystemCall } => new ExitCause.Seccomp(),
            { } signal => new ExitCause.Signaled(signal),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task disposal;
        lock (_state)
        {
            disposal = _disposal ??= Task.Run(Remove);
        }

        await disposal.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Spec.Id} ({ProcessId})");

    private async Task Remove()
    {
        try
        {
            if (_process is { } process)
            {
                await KillAllAsync().ConfigureAwait(false);
                await process.Exited.ConfigureAwait(false);

                // Meanwhile systemd ends the unit.
                _gate.Dispose();
                AwaitUnitEnd(process);
                await process.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _cgroup?.Dispose();
            _gate.Dispose();
            _claim.Dispose();
            _around.Gone();
        }
    }

    // Its main process has gone on, so it ends by itself; systemctl is for the case that it does not.
    private void AwaitUnitEnd(UnitProcess process)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        TimeSpan tick = TimeSpan.FromMilliseconds(1);
        while (Directory.Exists(_cgroup!.Path) && !process.WaitUnitEnd(tick))
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(start) > s_patience)
            {
                break;
            }
        }

        if (Directory.Exists(_cgroup.Path))
        {
            _around.Units.Stop(_plan.UnitName);
        }
    }

    // systemd-run has done its work once the gate stands; the manager goes on without it.
    private int AwaitGate(RunningTool starter, CancellationToken cancellation)
    {
        const int patience = 3;
        int empty = 0;
        int ended = -1;
        int? gate = _gate.Accept(
            process => UnitCgroup.Processes(_around.Facts, _plan.UnitName).Contains(process),
            () =>
            {
                if (cancellation.IsCancellationRequested || !starter.HasEnded(out int code))
                {
                    return cancellation.IsCancellationRequested;
                }

                ended = code;
                empty = UnitCgroup.Processes(_around.Facts, _plan.UnitName).Count > 0 ? 0 : empty + 1;
                return code != 0 || empty == patience;
            });
        if (gate is { } process)
        {
            return process;
        }

        cancellation.ThrowIfCancellationRequested();
        string[] said = [ended > 0 ? starter.End().LastLine : "", _gate.Complaints(), _around.Units.Complaint(_plan.UnitName)];
        throw new BackendException(new ExitCause.LaunchFailed(
            $"start {_plan.UnitName}", "systemd could not set it up: " + (Array.Find(said, static text => text.Length > 0) ?? $"journalctl --unit={_plan.UnitName} tells more")));
    }

    private UnitProcess Release(int gate, GateWork work)
    {
        // Held, so the numbers cannot be recycled between reading and opening.
        PidFd pidFd = PidFd.Open(gate);
        PidFd? keeper = null;
        try
        {
            _keeper = UnitCgroup.Processes(_around.Facts, _plan.UnitName).Single(process => process != gate);
            keeper = PidFd.Open(_keeper);
            keeper.TrySignal((int)SignalNumbers.SIGSTOP);
            CoreFile.Forbid(_keeper);
            ProcessLaunch.WriteIdMaps(_plan.Work, gate);
            return new UnitProcess(gate, pidFd, keeper, Do(work, gate), _around.Events, ReadLast);
        }
        catch
        {
            keeper?.Dispose();
            pidFd.Dispose();
            throw;
        }
    }

    // Which groups systemd makes on cgroup v1 is known for certain once the unit is there: the machine's own defaults have a say.
    private SafeFileHandle? Do(GateWork work, int gate)
    {
        string[] ownGroups = [.. UnitCgroup.V1PlacesOf(_around.Facts, gate)
            .Where(place => place.Value.EndsWith("/" + _plan.UnitName, StringComparison.Ordinal)).Select(static place => place.Key)];
        ImmutableArray<string> view = _around.Compiler.View(Spec, ownGroups);
        if (view.SequenceEqual(_plan.View))
        {
            return work.Do(_gate);
        }

        using GateWork other = new(_around.Compiler.CompileInside(Spec, _io.Size, view), _io, Spec.Terminal);
        return other.Do(_gate);
    }

    // Between the payload's end and its parent's nothing of the unit goes away.
    private void ReadLast()
    {
        _last = _cgroup!.Read();
        _outOfMemory = _cgroup.OutOfMemory(Spec.Id, _last);
        if (_frozen)
        {
            _cgroup.TryThaw();
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
