namespace Helios.Forktop;

/// <summary>Events by ptrace.</summary>
internal sealed class PtraceSource : IEventSource
{
    private readonly ProgramLaunch? _launch;

    private PtraceSource(EventQueue events, PtraceEngine engine, ProgramLaunch? launch) => (Events, Engine, _launch) = (events, engine, launch);

    /// <inheritdoc/>
    public EventQueue Events { get; }

    /// <inheritdoc/>
    public PtraceEngine Engine { get; }

    /// <inheritdoc/>
    PtraceEngine? IEventSource.Engine => Engine;

    /// <inheritdoc/>
    public int RootPid => _launch?.Pid ?? 0;

    /// <inheritdoc/>
    public string Name => "ptrace" + (Engine.HasFilter ? "+seccomp" : "");

    /// <summary>Starts a program that is traced from its first instruction.</summary>
    /// <exception cref="TraceRefusedException">ptrace is refused.</exception>
    /// <exception cref="ForktopException">The program cannot be started.</exception>
    internal static PtraceSource Launch(ProgramPlan plan, CallTracing calls, ExecPattern[] breakpoints)
    {
        EventQueue events = new();
        PtraceEngine engine = new(events, calls);
        try
        {
            engine.SetBreakpoints(breakpoints);
            bool filtered = calls == CallTracing.Seccomp;
            ProgramLaunch launch = ProgramLaunch.Start(plan, filtered, held => engine.SeizeLaunched(held.Pid, filtered));
            engine.Finish();
            return new PtraceSource(events, engine, launch);
        }
        catch
        {
            engine.Finish();
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Attaches to processes that run.</summary>
    /// <exception cref="TraceRefusedException">ptrace is refused.</exception>
    internal static PtraceSource Attach(IReadOnlyCollection<int> pids, CallTracing calls, ExecPattern[] breakpoints)
    {
        EventQueue events = new();
        PtraceEngine engine = new(events, calls);
        try
        {
            engine.SetBreakpoints(breakpoints);
            engine.SeizeRunning(pids);
            engine.Finish();
            return new PtraceSource(events, engine, launch: null);
        }
        catch
        {
            engine.DetachAll();
            engine.Finish();
            engine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Detach() => Engine.DetachAll();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nobody takes events any more, so none may keep the tracer waiting.
        Events.Ignore();
        if (_launch is null)
        {
            Engine.DetachAll();
        }
        else
        {
            Engine.KillAll();
        }

        Engine.Dispose();
        _launch?.Dispose();
        Events.Dispose();
    }
}
