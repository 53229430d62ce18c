using System.Text;
using Helios.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Simulated;

/// <summary>One container that its behaviour tells the life of.</summary>
/// <remarks>
/// Every happening is a timer of the time provider. While frozen, timers that come due are kept and fire at the thaw: nothing happens in a frozen container.
/// The lock guards the state; tasks and events are completed outside it.
/// </remarks>
internal sealed class SimulatedContainer : IInProcessContainer, IContainerNetwork
{
    // ECONNREFUSED, as the runtime gives it in an HResult.
    private const int ConnectionRefused = 111;

    private readonly TaskCompletionSource<ExitStatus> _exited = new();
    private readonly HashSet<ITimer> _timers = [];
    private readonly List<Action> _heldBack = [];
    private readonly HashSet<SimulatedExec> _execs = [];
    private readonly SimulatedBehaviour _behaviour;
    private readonly TimeProvider _time;
    private readonly ProcessTable _processes;
    private readonly Lock _lock;
    private readonly Action<SimulatedContainer> _forget;
    private readonly Action<SimulatedContainer, ExitStatus> _onEnded;
    private readonly int _processId;
    private long _executed;
    private long _lines;
    private long _answers;
    private bool _started;
    private bool _running;
    private bool _frozen;
    private bool _stopping;
    private bool _oom;
    private bool _cgroupLost;
    private bool _ended;
    private bool _disposed;

    internal SimulatedContainer(
        ContainerSpec spec, SimulatedBehaviour behaviour, TimeProvider time, ProcessTable processes, Lock backendLock, Action<SimulatedContainer> forget,
        Action<SimulatedContainer, ExitStatus> onEnded)
    {
        Spec = spec;
        _behaviour = behaviour;
        _time = time;
        _processes = processes;
        _lock = backendLock;
        (_forget, _onEnded) = (forget, onEnded);
        lock (_lock)
        {
            _processId = processes.Take();
        }
    }

    /// <inheritdoc/>
    public event Action<bool, ReadOnlyMemory<byte>>? Written;

    /// <inheritdoc/>
    public event Action<string>? Notified;

    /// <inheritdoc/>
    public ContainerSpec Spec { get; }

    /// <inheritdoc/>
    public string? Cgroup => _cgroupLost ? null : $"/simulated/{Spec.Id}";

    /// <summary>Whether the OOM killer ended it.</summary>
    internal bool IsOutOfMemory => _oom;

    /// <summary>Bytes of output so far.</summary>
    internal long BytesWritten { get; private set; }

    /// <inheritdoc/>
    public int ProcessId => _started ? _processId : 0;

    /// <inheritdoc/>
    public Task<ExitStatus> Exited => _started ? _exited.Task : throw new InvalidOperationException($"container {Spec.Id} has not been started");

    /// <inheritdoc/>
    public SafeFileHandle? Terminal => null;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_started)
            {
                throw new InvalidOperationException($"container {Spec.Id} has been started already");
            }

            _started = true;
        }

        await Delays.After(_time, _behaviour.StartTime, cancellation).ConfigureAwait(false);
        if (_behaviour.StartFailure is { } failure)
        {
            End(ExitStatus.Exited(failure.Code));
            throw new BackendException(failure);
        }

        lock (_lock)
        {
            if (_disposed || _ended)
            {
                throw new BackendException(new ExitCause.LaunchFailed("exec", "the container was destroyed during its start"));
            }

            _running = true;
            _executed = _time.GetTimestamp();
        }

        After(_behaviour.Lifetime, EndOfLife);
        After(TimeToLimit(), EndAtLimit);
        After(_behaviour.NotifiesReadyAfter, () => Notified?.Invoke("READY=1"));
        After(_behaviour.LosesCgroupAfter, () => _cgroupLost = true);
        After(_behaviour.WatchdogEvery, BeatWatchdog);
        if (_behaviour.OutputLines > 0)
        {
            After(TimeSpan.Zero, Write);
        }
    }

    /// <inheritdoc/>
    public Task<IContainerProcess> ExecAsync(ExecSpec spec, ContainerIo io, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_running || _frozen)
            {
                return Task.FromException<IContainerProcess>(
                    new BackendException(new ExitCause.LaunchFailed("setns", _frozen ? "the container is frozen" : "the container does not run")));
            }

            SimulatedExec exec = new(_processes, _lock, _execs);
            Plan(_behaviour.AnswerTime, () => exec.End(ExitStatus.Exited(Answers() ? 0 : 1)));
            return Task.FromResult<IContainerProcess>(exec);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
    {
        await Delays.After(_time, _behaviour.AnswerTime, cancellation).ConfigureAwait(false);
        TimeSpan age = Age();
        return !_running || age < _behaviour.AnswersAfter
            ? throw new IOException($"connect to port {port} of {Spec.Id}: connection refused (ECONNREFUSED)", ConnectionRefused)
            : new CannedHttpStream(Answers() ? "200 OK" : "503 Service Unavailable");
    }

    /// <inheritdoc/>
    public bool TrySignal(Signal signal)
    {
        lock (_lock)
        {
            if (!_running)
            {
                return false;
            }

            if (signal != Signal.Kill && (_behaviour.StopTime is null || _stopping || (signal != Spec.StopSignal && signal != Signal.Terminate && signal != Signal.Interrupt)))
            {
                return true;
            }

            _stopping = true;
        }

        if (signal == Signal.Kill)
        {
            End(ExitStatus.Killed(signal));
        }
        else
        {
            After(_behaviour.StopTime, () => End(_behaviour.StopExit ?? ExitStatus.Killed(signal)));
        }

        return true;
    }

    /// <inheritdoc/>
    public Task KillAllAsync()
    {
        if (_cgroupLost && _running)
        {
            return Task.FromException(new BackendException(new ExitCause.LaunchFailed("kill control group", $"{Spec.Id}: No such file or directory")));
        }

        End(ExitStatus.Killed(Signal.Kill));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FreezeAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _frozen = _running;
            return Task.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public Task ThawAsync(CancellationToken cancellation)
    {
        Action[] due;
        lock (_lock)
        {
            _frozen = false;
            due = [.. _heldBack];
            _heldBack.Clear();
        }

        foreach (Action action in due)
        {
            Do(action);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ContainerStatistics ReadStatistics()
        => !_running || _cgroupLost
            ? new ContainerStatistics()
            : new ContainerStatistics
            {
                Memory = MemoryNow(),
                MemoryPeak = MemoryNow(),
                MemoryLimit = Spec.Limits.Memory,
                CpuTime = Age() * _behaviour.CpuShare,
                Tasks = 1 + _execs.Count,
                OomKills = _oom ? 1 : 0,
            };

    /// <inheritdoc/>
    public ExitCause ExplainExit(ExitStatus status)
        => _oom && _behaviour.OomCgroup is "" ? new ExitCause.OutOfMemory(null, null)
            : _oom ? new ExitCause.OutOfMemory(_behaviour.OomCgroup ?? Spec.Id.ToString(), Spec.Limits.Memory)
            : status.Signal is { } signal ? new ExitCause.Signaled(signal)
            : new ExitCause.Exited(status.Code);

    /// <inheritdoc/>
    public void Resize(TerminalSize size)
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return ValueTask.CompletedTask;
            }

            _disposed = true;
        }

        End(ExitStatus.Killed(Signal.Kill));
        _forget(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Its control group vanishes.</summary>
    internal void LoseCgroup() => _cgroupLost = true;

    private TimeSpan Age() => _running ? _time.GetElapsedTime(_executed) : TimeSpan.Zero;

    private bool Answers()
    {
        TimeSpan age = Age();
        if (!_running || age < _behaviour.AnswersAfter || (age >= _behaviour.SickAfter && !(age >= _behaviour.SickAfter + _behaviour.SickFor)))
        {
            return false;
        }

        return _behaviour.AnswerPattern.IsDefaultOrEmpty || _behaviour.AnswerPattern[(int)(_answers++ % _behaviour.AnswerPattern.Length)];
    }

    private ByteSize MemoryNow() => new(_behaviour.Memory.Bytes + (long)(_behaviour.MemoryGrowth.Bytes * Age().TotalHours));

    private TimeSpan? TimeToLimit()
        => Spec.Limits.Memory is { } limit && _behaviour.MemoryGrowth.Bytes > 0
            ? TimeSpan.FromHours(Math.Max(0, limit.Bytes - _behaviour.Memory.Bytes) / (double)_behaviour.MemoryGrowth.Bytes)
            : null;

    private void EndAtLimit()
    {
        _oom = true;
        End(ExitStatus.Killed(Signal.Kill));
    }

    private void EndOfLife()
    {
        _oom = _behaviour.OomCgroup is not null;
        End(_oom ? ExitStatus.Killed(Signal.Kill) : _behaviour.Exit);
    }

    private void BeatWatchdog()
    {
        if (!(Age() >= _behaviour.HangsAfter))
        {
            Notified?.Invoke("WATCHDOG=1");
            After(_behaviour.WatchdogEvery, BeatWatchdog);
        }
    }

    private void Write()
    {
        for (int i = 0; i < _behaviour.OutputLines; i++)
        {
            if (Written is not { } written)
            {
                // Nobody keeps it: it is only counted.
                BytesWritten += _behaviour.OutputLineBytes;
                continue;
            }

            string head = $"{Spec.Id} line {++_lines} ";
            string line = head.PadRight(Math.Max(head.Length, _behaviour.OutputLineBytes - 1), '.') + "\n";
            BytesWritten += line.Length;
            written(false, Encoding.ASCII.GetBytes(line));
        }

        After(_behaviour.OutputEvery, Write);
    }

    private void After(TimeSpan? delay, Action action)
    {
        if (delay is not { } wait)
        {
            return;
        }

        if (wait <= TimeSpan.Zero)
        {
            Do(action);
            return;
        }

        lock (_lock)
        {
            if (!_ended)
            {
                Plan(wait, () => Do(action));
            }
        }
    }

    // Under the lock, which a timer that is due at once waits for.
    private void Plan(TimeSpan wait, Action action)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                lock (_lock)
                {
                    _timers.Remove(timer!);
                }

                action();
            },
            null, wait, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
    }

    private void Do(Action action)
    {
        lock (_lock)
        {
            if (!_running)
            {
                return;
            }

            if (_frozen)
            {
                _heldBack.Add(action);
                return;
            }
        }

        action();
    }

    private void End(ExitStatus status)
    {
        SimulatedExec[] execs;
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            _running = false;
            _frozen = false;
            _heldBack.Clear();
            _processes.Return(_processId);
            foreach (ITimer timer in _timers)
            {
                timer.Dispose();
            }

            _timers.Clear();
            execs = [.. _execs];
        }

        foreach (SimulatedExec exec in execs)
        {
            exec.End(ExitStatus.Killed(Signal.Kill));
        }

        if (_started)
        {
            _onEnded(this, status);
        }

        _exited.TrySetResult(status);
    }
}
