using System.Globalization;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Processes;
using Helios.Backends.SystemdRun.Roots;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun;

/// <summary>One container: its pidfd, its unit's control group, its synchronization pipe. Disposing it stops the unit and removes every trace.</summary>
public sealed class SystemdRunContainer : IContainer
{
    private readonly ContainerIo _io;
    private readonly UnitPlan _plan;
    private readonly SystemdFacts _host;
    private readonly GateFolder _gate;
    private readonly StagedRoot? _root;
    private readonly FileLock _claim;
    private readonly ToolRun _tools;
    private readonly Launcher _launcher;
    private readonly UnitManager _units;
    private readonly EventLoop _events;
    private readonly Action _gone;
    private readonly Lock _state = new();
    private UnitCgroup? _cgroup;
    private UnitProcess? _process;
    private ExitCause.OutOfMemory? _outOfMemory;
    private ContainerStatistics? _last;
    private Task? _disposal;
    private bool _started;

    internal SystemdRunContainer(
        ContainerSpec spec, ContainerIo io, UnitPlan plan, SystemdFacts host, GateFolder gate, StagedRoot? root, FileLock claim, ToolRun tools, Launcher launcher,
        UnitManager units, EventLoop events, Action gone)
    {
        Spec = spec;
        _io = io;
        _plan = plan;
        _host = host;
        _gate = gate;
        _root = root;
        _claim = claim;
        _tools = tools;
        _launcher = launcher;
        _units = units;
        _events = events;
        _gone = gone;
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
    public Task StartAsync(CancellationToken cancellation) => Task.Run(Start, cancellation);

    /// <summary>Starts the unit and returns when the payload's exec has succeeded. The same as <see cref="StartAsync"/>, for a caller with a thread to spend.</summary>
    /// <exception cref="BackendException">A step failed; nothing of the container runs any more.</exception>
    public void Start()
    {
        lock (_state)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            if (_started)
            {
                throw new InvalidOperationException($"container {Spec.Id} has been started already");
            }

            _started = true;
            PseudoTerminal? terminal = null;
            try
            {
                _gate.Open();
                terminal = Spec.Terminal ? NewTerminal() : null;
                using (RunningTool starter = StartUnit(terminal))
                {
                    AwaitGate(starter);
                }

                _process = Release(terminal);
            }
            catch (Exception failure) when (failure is SyscallException or SpawnException or BackendException or IOException)
            {
                terminal?.Dispose();
                _units.Stop(_plan.UnitName);
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
        => Task.FromException<IContainerProcess>(new BackendException(new ExitCause.LaunchFailed(
            "exec", "a unit has one program; run this container on the namespaces backend to start more in it")));

    /// <inheritdoc/>
    public Task KillAllAsync()
    {
        _process?.TrySignal(Signal.Kill);
        if (_cgroup is { } group && _process is not null && !group.TryKill())
        {
            _units.Kill(_plan.UnitName);
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
                await process.DisposeAsync().ConfigureAwait(false);
            }

            if (_started)
            {
                _units.Stop(_plan.UnitName);
            }
        }
        finally
        {
            _cgroup?.Dispose();
            _root?.Dispose();
            _gate.Dispose();
            _claim.Dispose();
            _gone();
        }
    }

    private RunningTool StartUnit(PseudoTerminal? terminal)
    {
        if (_io.Extra.Count > 0)
        {
            throw new BackendException(new ExitCause.LaunchFailed("pass descriptors", "systemd-run passes the standard streams only; use the namespaces backend"));
        }

        string? device = terminal is null ? null : string.Create(CultureInfo.InvariantCulture, $"/dev/pts/{terminal.Index}");
        return _tools.Start([.. _plan.Arguments(_host.UserManager, device, _root?.Path, Name(_io.Input), Name(_io.Output), Name(_io.Error))]);

        // The handle is the caller's, who keeps it open at least until the start has ended.
        static string? Name(SafeFileHandle? handle)
            => handle is null ? null : string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}");
    }

    // systemd-run has done its work once the gate stands; the manager goes on without it.
    private void AwaitGate(RunningTool starter)
    {
        const int patience = 3;
        int empty = 0;
        bool ready = _gate.WaitReady(() =>
        {
            empty = UnitCgroup.IsPopulated(_host, _plan.UnitName) || !starter.HasEnded(out _) ? 0 : empty + 1;
            return empty == patience || (starter.HasEnded(out int code) && code != 0);
        });
        if (!ready)
        {
            throw new BackendException(new ExitCause.LaunchFailed(
                $"start {_plan.UnitName}", $"systemd could not set it up: {_units.Complaint(_plan.UnitName)}"));
        }

        _cgroup = new UnitCgroup(_host, _plan.UnitName);
    }

    private UnitProcess Release(PseudoTerminal? terminal)
    {
        // Held, so the numbers cannot be recycled between reading and opening.
        int payload = PayloadOf(_cgroup!.Processes());
        PidFd pidFd = PidFd.Open(payload);
        try
        {
            InsideWork.Do(_launcher, pidFd, Spec, _host.Masked, _host.ReadOnly);
            string program = PayloadProgram.Find(string.Create(CultureInfo.InvariantCulture, $"/proc/{payload}/root"), Spec);
            if (_gate.Release(program, ownSession: terminal is null) is { } errno)
            {
                throw new BackendException(errno is Errno.ENOENT or Errno.ENOTDIR
                    ? new ExitCause.LaunchFailed($"execute {Spec.Command[0]}", "no such program in the container, or its interpreter is missing there (ENOENT)", ExitCause.NotFoundCode)
                    : new ExitCause.LaunchFailed($"execute {Spec.Command[0]}", $"{errno}", ExitCause.NotExecutableCode));
            }

            return new UnitProcess(payload, pidFd, Take(terminal), _events, ReadLast, () => _units.StatusOf(_plan.UnitName));
        }
        catch
        {
            pidFd.Dispose();
            throw;
        }
    }

    // The manager removes the group soon after the last process; until it has heard of the end the counters are still there.
    private void ReadLast()
    {
        _outOfMemory = _cgroup!.OutOfMemory(Spec.Id);
        _last = _cgroup.Read();
    }

    private static int PayloadOf(IReadOnlyList<int> processes)
    {
        foreach (int process in processes)
        {
            if (KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"), out string stat))
            {
                // "4021 (name) S 4020 ...": the payload's parent is in the unit too, when there is a PID namespace.
                int parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
                if (processes.Contains(parent))
                {
                    return process;
                }
            }
        }

        return processes is [int only, ..] ? only : throw new BackendException(new ExitCause.LaunchFailed("find the payload", "the unit has no process"));
    }

    private PseudoTerminal NewTerminal()
    {
        PseudoTerminal terminal = PseudoTerminal.Open();
        Linux.Terminal.SetWindowSize(terminal, new WindowSize(_io.Size.Columns, _io.Size.Rows));
        return terminal;
    }

    private static SafeFileHandle? Take(PseudoTerminal? terminal)
    {
        if (terminal is null)
        {
            return null;
        }

        SafeFileHandle handle = new(terminal.Number, ownsHandle: true);
        terminal.SetHandleAsInvalid();
        return handle;
    }

    private Task SetFrozen(string what, bool frozen)
    {
        try
        {
            (_cgroup ?? throw new BackendException(new ExitCause.LaunchFailed(what, "the container has not been started"))).SetFrozen(frozen);
            return Task.CompletedTask;
        }
        catch (SyscallException failure)
        {
            return Task.FromException(new BackendException(new ExitCause.LaunchFailed(what, failure.Message), failure));
        }
    }
}
