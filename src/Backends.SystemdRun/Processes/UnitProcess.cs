using System.Globalization;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.SystemdRun.Processes;

/// <summary>The payload of a unit: a process that is not our child, named by a pidfd.</summary>
/// <remarks>
/// Its parent is the unit's main process and does not reap it before it is told to. So the ended payload stays a zombie, and the unit with its control
/// group stays with it, until status and counters have been read; then the parent is let go, and systemd ends the unit.
/// </remarks>
internal sealed class UnitProcess : IContainerProcess, IReadinessHandler, IDisposable
{
    private readonly UnitKeeper _keeper;
    private readonly EventRegistration _registration;
    private readonly Action _ended;
    private readonly TaskCompletionSource<ExitStatus> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal UnitProcess(int processId, UnitKeeper keeper, SafeFileHandle? terminal, EventLoop events, Action ended)
    {
        // Not reaped before its parent is let go, so the number is still its own.
        PidFd = PidFd.Open(processId);
        ProcessId = processId;
        _keeper = keeper;
        Terminal = terminal;
        _ended = ended;
        _registration = events.Register(PidFd, EventKinds.Readable, this);
    }

    public int ProcessId { get; }

    public Task<ExitStatus> Exited => _exited.Task;

    public SafeFileHandle? Terminal { get; }

    internal PidFd PidFd { get; }

    public bool TrySignal(Signal signal) => !_exited.Task.IsCompleted && PidFd.TrySignal(signal.Number);

    public void Resize(TerminalSize size)
    {
        if (Terminal is { } terminal)
        {
            using FileFd master = FileFd.Borrow((int)terminal.DangerousGetHandle());
            Linux.Terminal.SetWindowSize(master, new WindowSize(size.Columns, size.Rows));
        }
    }

    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        registration.Dispose();
        ExitStatus? status = FromZombie();
        _ended();
        _keeper.LetGo();
        if (status is not null)
        {
            _exited.TrySetResult(status.Value);
            return;
        }

        // The keeper was killed first, so that process 1 has reaped the payload or will; that takes a moment, and the event loop has other work.
        Task.Run(() => _exited.TrySetResult(FromPidFd()));
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _registration.Dispose();
        PidFd.Dispose();
        _keeper.Dispose();
        Terminal?.Dispose();
    }

    /// <inheritdoc cref="UnitKeeper.WaitUnitEnd"/>
    internal bool WaitUnitEnd(TimeSpan timeout) => _keeper.WaitUnitEnd(timeout);

    /// <summary>The unit's main process.</summary>
    internal int KeeperId => _keeper.ProcessId;

    // The last field of /proc/PID/stat is the wait status. See proc_pid_stat(5), exit_code.
    private ExitStatus? FromZombie()
    {
        if (!KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/stat"), out string stat))
        {
            return null;
        }

        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].TrimEnd().Split(' ');
        return fields[0] == "Z" && int.TryParse(fields[^1], CultureInfo.InvariantCulture, out int raw) ? Of(WaitStatus.FromRaw(raw)) : null;
    }

    // Since Linux 6.15 a pidfd knows how its process ended, whoever reaped it. Before, whoever killed the keeper killed the payload too.
    private ExitStatus FromPidFd()
    {
        try
        {
            if (PidFd.GetInfo() is { } info)
            {
                return Of(info.Exit ?? Reaped());
            }
        }
        catch (SyscallException)
        {
            // Exited never faults.
        }

        return ExitStatus.Killed(Signal.Kill);
    }

    private WaitStatus Reaped()
    {
        Poll.WaitHangup(PidFd, TimeSpan.FromSeconds(5));
        const int killed = 9;
        return PidFd.GetInfo()?.Exit ?? WaitStatus.FromRaw(killed);
    }

    private static ExitStatus Of(WaitStatus status) => status.Signal != 0 ? ExitStatus.Killed(new Signal(status.Signal)) : ExitStatus.Exited(status.ExitCode);
}
