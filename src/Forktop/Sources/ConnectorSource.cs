using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Events of the kernel's process connector, for the descendants of some processes: no stop, no slowing, but what a process runs is read from /proc afterwards and can be gone by then.</summary>
internal sealed class ConnectorSource : IEventSource
{
    private readonly ProcessConnector _connector;
    private readonly EventFd _stop = EventFd.Create();
    private readonly Thread _thread;
    private readonly ProgramLaunch? _launch;
    private readonly ProcWatch _watch;

    private ConnectorSource(ProcessConnector connector, ProcWatch watch, ProgramLaunch? launch)
    {
        (_connector, _watch, _launch) = (connector, watch, launch);
        _thread = new Thread(Serve) { IsBackground = true, Name = "forktop connector" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public EventQueue Events => _watch.Events;

    /// <inheritdoc/>
    public PtraceEngine? Engine => null;

    /// <inheritdoc/>
    public int RootPid => _launch?.Pid ?? 0;

    /// <inheritdoc/>
    public string Name => "connector";

    /// <summary>Starts a program, or looks at processes that run.</summary>
    /// <param name="plan">The program; null for none.</param>
    /// <param name="pids">The processes.</param>
    /// <param name="reason">Why not by ptrace; null when nobody asked for that.</param>
    /// <exception cref="SyscallException">The kernel has no connector, or this user may not use it.</exception>
    internal static ConnectorSource Start(ProgramPlan? plan, IReadOnlyCollection<int> pids, string? reason)
    {
        ProcessConnector connector = ProcessConnector.Open();
        ProcWatch watch = new(new EventQueue());
        try
        {
            watch.Say(reason);
            ProgramLaunch? launch = plan is null ? null : ProgramLaunch.Start(plan, filtered: false, held => watch.Add(held.Pid, StartKind.Launched));
            watch.Attach(pids);
            return new ConnectorSource(connector, watch, launch);
        }
        catch
        {
            connector.Dispose();
            watch.Events.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Detach() => _stop.Signal();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Signal();
        _thread.Join();
        _connector.Dispose();
        _stop.Dispose();
        _launch?.Dispose();
        Events.Dispose();
    }

    private void Serve()
    {
        while (_watch.IsWatching && Poll.WaitReadableUnless(_connector, _stop))
        {
            if (_connector.TryRead(out ProcessEvent happened))
            {
                _watch.Take(happened);
            }
        }

        _launch?.Process.TryWait(out _);
        Events.Complete();
    }
}
