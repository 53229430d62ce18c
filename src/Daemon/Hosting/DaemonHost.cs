using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Allocator;
using Helios.Backends.Namespaces;
using Helios.Backends.Simulated;
using Helios.Backends.SystemdRun;
using Helios.Contracts;
using Helios.Control;
using Helios.Linux;
using Helios.Supervisor;
using Microsoft.Win32.SafeHandles;

namespace Helios.Daemon;

/// <summary>The composition root: backends, supervisor and control socket from start to end, and the signals that drive them.</summary>
/// <remarks>Order of the end: no new commands, containers stopped dependents first, socket closed, actors ended, backends released, lock released.</remarks>
internal sealed class DaemonHost : IAsyncDisposable
{
    private const string Self = "heliosd";

    private readonly DaemonOptions _options;
    private readonly DaemonLog _log;
    private readonly TimeProvider _time;
    private readonly ServiceNotify _notify;
    private readonly DaemonFacts _facts;
    private readonly FileLock _lock;
    private readonly ImmutableArray<IIsolationBackend> _backends;
    private readonly HeliosSupervisor _supervisor;
    private readonly ControlServer _server;
    private readonly List<PosixSignalRegistration> _signals = [];
    private IdleWatch? _idle;
    private readonly MemoryTrim _trim;
    private ITimer? _watchdog;

    private DaemonHost(DaemonOptions options, DaemonLog log, TimeProvider time, ServiceNotify notify, FileLock taken)
    {
        (_options, _log, _time, _notify, _lock) = (options, log, time, notify, taken);
        _facts = new DaemonFacts(time) { Config = options.Config };
        _backends = Backends(options.Backend, time);
        SlabMemoryPool buffers = DaemonHeap.Buffers;
        _supervisor = HeliosSupervisor.Start(new SupervisorOptions(_backends) { Time = time, Buffers = buffers });
        uint? group = options.Group is { } name ? ControlAccess.GroupId(name) : null;
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _server = new ControlServer(
            options.Socket,
            new ControlAccess(UserId(), group),
            new FleetHandler(_supervisor.Fleet, _facts, buffers.Heap),
            new ControlServerOptions
            {
                Program = $"{Self} {DaemonFacts.Version}",
                Buffers = buffers,
                // With a group the name is open to all and the credentials decide, so that the refusal can say why.
                Mode = group is null ? mode : mode | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite,
            });
        _server.Trouble += log.Warn;
        _facts.Connections = () => _server.Connections;
        _trim = new MemoryTrim(time);
    }

    /// <summary>Starts everything; ready when it returns.</summary>
    /// <exception cref="DaemonException">It cannot start; nothing is left behind.</exception>
    internal static async Task<DaemonHost> StartAsync(DaemonOptions options, DaemonLog log, TimeProvider time)
    {
        ServiceNotify notify = ServiceNotify.FromEnvironment();
        FileLock taken = Claim(options.Socket);
        DaemonHost host;
        try
        {
            host = new DaemonHost(options, log, time, notify, taken);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ArgumentException)
        {
            taken.Dispose();
            notify.Dispose();
            throw new DaemonException(error.Message);
        }

        try
        {
            await host.BeginAsync().ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Works until a signal, a request or idleness ends it; everything is stopped then.</summary>
    internal async Task RunAsync()
    {
        string reason = await _facts.Leaving.ConfigureAwait(false);
        _log.Info($"leaving: {reason}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _idle?.Dispose();
        _trim.Dispose();
        if (_watchdog is not null)
        {
            await _watchdog.DisposeAsync().ConfigureAwait(false);
        }

        await _supervisor.Fleet.AskAsync(new FleetProtocol.ShutDown(Self), CancellationToken.None).ConfigureAwait(false);
        _server.Dispose();
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        foreach (IDisposable backend in _backends.OfType<IDisposable>())
        {
            backend.Dispose();
        }

        _signals.ForEach(static signal => signal.Dispose());
        _notify.Dispose();
        _lock.Dispose();
    }

    private async Task BeginAsync()
    {
        foreach (string orphan in _backends.SelectMany(static backend => backend.Sweep()))
        {
            _log.Warn($"removed what a dead owner had left of {orphan}");
        }

        if (_options.Config is not null)
        {
            await LoadAsync().ConfigureAwait(false);
        }

        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnReload));
        if (_options.IdleExit is { } patience)
        {
            _idle = new IdleWatch(_supervisor.Fleet, () => _server.Connections, patience, _time, _facts);
            _server.ConnectionsChanged += _idle.Touch;
        }

        if (_notify.Watchdog is { } period)
        {
            // Twice as often as asked for, as sd_watchdog_enabled(3) recommends.
            _watchdog = _time.CreateTimer(static host => _ = ((DaemonHost)host!).ProveLifeAsync(), this, TimeSpan.Zero, period / 2);
        }

        _notify.Ready($"listening on {_options.Socket}");
        _log.Info($"listening on {_options.Socket}");
        if (_options.ReadyDescriptor is { } ready)
        {
            using FileStream stream = new(new SafeFileHandle(ready, ownsHandle: true), FileAccess.Write, bufferSize: 0);
            stream.WriteByte((byte)'\n');
        }
    }

    private async Task LoadAsync()
    {
        FleetSource source = new(_options.Config!, [.. _options.Overrides.Select(FleetOverride.Parse)]);
        FleetProtocol.IReply reply = await _supervisor.Fleet.AskAsync(new FleetProtocol.Apply(Self, source), CancellationToken.None).ConfigureAwait(false);
        if (reply is FleetProtocol.Refused refused)
        {
            throw new DaemonException(string.Join('\n', refused.Reasons));
        }
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        _notify.Stopping();
        _ = StopAsync(context.Signal.ToString());
    }

    private async Task StopAsync(string reason)
    {
        await _supervisor.Fleet.AskAsync(new FleetProtocol.ShutDown($"{Self} ({reason})"), CancellationToken.None).ConfigureAwait(false);
        _facts.RequestLeave(reason);
    }

    private void OnReload(PosixSignalContext context)
    {
        context.Cancel = true;
        _notify.Reloading();
        _ = ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        switch (await _supervisor.Fleet.AskAsync(new FleetProtocol.Apply($"{Self} (SIGHUP)", null), CancellationToken.None).ConfigureAwait(false))
        {
            case FleetProtocol.Refused refused:
                _log.Warn($"the fleet file was not reloaded, everything runs on as before: {string.Join("; ", refused.Reasons)}");
                break;
            case FleetProtocol.Applied applied:
                _log.Info(string.Create(CultureInfo.InvariantCulture, $"reloaded: {applied.Plan.Items.Count(static item => item.Action != PlanAction.Keep)} changes"));
                break;
        }

        _notify.Ready($"listening on {_options.Socket}");
    }

    // The manager hears from us only while the actors answer: a fleet that hangs is a daemon that hangs.
    private async Task ProveLifeAsync()
    {
        await _supervisor.Fleet.AskAsync(new FleetProtocol.List(false), CancellationToken.None).ConfigureAwait(false);
        _notify.Alive();
    }

    private static FileLock Claim(string socket)
    {
        try
        {
            string directory = Path.GetDirectoryName(socket)!;
            OwnDirectory.Make(directory, Permissions.Octal0711);
            return FileLock.TryTake(socket + ".lock") ?? throw new DaemonException($"a daemon listens on {socket} already");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DaemonException(error.Message);
        }
    }

    // Every backend is offered, since a fleet may mix them; what the host lacks for one is refused when a container asks for it. The default is the first.
    private static ImmutableArray<IIsolationBackend> Backends(string first, TimeProvider time)
    {
        ImmutableArray<IIsolationBackend> all = [new NamespacesBackend(), new SystemdRunBackend(), new SimulatedBackend(time, SimulationScript.Steady)];
        return all.Any(backend => backend.Name == first)
            ? [.. all.OrderByDescending(backend => backend.Name == first)]
            : throw new ArgumentException($"--backend: '{first}' is not one of {string.Join(", ", all.Select(static backend => backend.Name))}");
    }

    // "Uid: real effective saved filesystem". See proc_pid_status(5).
    private static uint UserId()
        => File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t') is [_, _, string effective, ..]
            ? uint.Parse(effective, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("/proc/self/status: no line Uid");
}
