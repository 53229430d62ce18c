using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Events by looking at /proc again and again: always possible, and blind to what lives shorter than the time between two looks.</summary>
internal sealed class ScanSource : IEventSource
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private readonly EventFd _stop = EventFd.Create();
    private readonly Thread _thread;
    private readonly ProgramLaunch? _launch;
    private readonly ProcWatch _watch;

    /// <param name="plan">The program to start; null for none.</param>
    /// <param name="pids">Processes that run.</param>
    /// <param name="reason">Why not by ptrace; null when nobody asked for that.</param>
    internal ScanSource(ProgramPlan? plan, IReadOnlyCollection<int> pids, string? reason)
    {
        _watch = new ProcWatch(new EventQueue());
        _watch.Say(reason);
        _launch = plan is null ? null : ProgramLaunch.Start(plan, filtered: false, held => _watch.Add(held.Pid, StartKind.Launched));
        _watch.Attach(pids);
        _thread = new Thread(Serve) { IsBackground = true, Name = "forktop scan" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public EventQueue Events => _watch.Events;

    /// <inheritdoc/>
    public PtraceEngine? Engine => null;

    /// <inheritdoc/>
    public int RootPid => _launch?.Pid ?? 0;

    /// <inheritdoc/>
    public string Name => "/proc";

    /// <inheritdoc/>
    public void Detach() => _stop.Signal();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Signal();
        _thread.Join();
        _stop.Dispose();
        _launch?.Dispose();
        Events.Dispose();
    }

    private void Serve()
    {
        while (_watch.IsWatching && !Poll.WaitReadable(_stop, s_interval))
        {
            WaitStatus? end = _launch is { } launch && launch.Process.TryWait(out WaitStatus status) ? status : null;
            _watch.Look(_launch?.Pid ?? 0, end);
        }

        Events.Complete();
    }
}
