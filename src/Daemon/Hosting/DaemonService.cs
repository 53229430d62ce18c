using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Control;
using Helios.Fleets;
using Helios.Linux;
using Helios.Supervisor;
using Microsoft.Extensions.Hosting;

namespace Helios.Daemon;

/// <summary>The daemon's work between the start and the end of its host: the first fleet, readiness, signals, idleness.</summary>
/// <remarks>Order of the end: no new commands, containers stopped dependents first, socket closed; then the host ends the actors and releases the backends.</remarks>
internal sealed class DaemonService(
    DaemonOptions options,
    DaemonLog log,
    TimeProvider time,
    ServiceNotify notify,
    DaemonFacts facts,
    DaemonBackends backends,
    IFleet fleet,
    ControlServer server,
    MemoryTrim trim,
    IHostApplicationLifetime host) : IHostedService, IDisposable
{
    private const string Self = "heliosd";

    private readonly List<PosixSignalRegistration> _signals = [];
    private IdleWatch? _idle;
    private JournalWriter? _journal;
    private ITimer? _watchdog;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (string orphan in backends.All.SelectMany(static backend => backend.Sweep()))
        {
            log.Warn($"removed what a dead owner had left of {orphan}");
        }

        if (options.Journal is { } journal)
        {
            _journal = OpenJournal(journal);
        }

        await ResumeAsync(cancellationToken).ConfigureAwait(false);

        _ = LeaveWhenAskedAsync();
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnStop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnStop));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnReload));
        if (options.IdleExit is { } patience)
        {
            _idle = new IdleWatch(fleet, () => server.Connections, patience, time, facts);
            server.ConnectionsChanged += _idle.Touch;
        }

        if (notify.Watchdog is { } period)
        {
            // Twice as often as asked for, as sd_watchdog_enabled(3) recommends.
            _watchdog = time.CreateTimer(static service => _ = ((DaemonService)service!).ProveLifeAsync(), this, TimeSpan.Zero, period / 2);
        }

        notify.Ready($"listening on {options.Socket}");
        log.Info($"listening on {options.Socket}");
        if (options.ReadyDescriptor is { } ready)
        {
            ReportReady(ready);
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _idle?.Dispose();
        trim.Dispose();
        _watchdog?.Dispose();
        await fleet.AskAsync(new FleetProtocol.ShutDown(Self), CancellationToken.None).ConfigureAwait(false);
        server.Dispose();
        if (_journal is { } journal)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _idle?.Dispose();
        _watchdog?.Dispose();
        _signals.ForEach(static signal => signal.Dispose());
    }

    private JournalWriter OpenJournal(string path)
    {
        try
        {
            return new JournalWriter(fleet, path, log.Warn);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DaemonException($"--journal: {Reason.At(path, fault)}");
        }
    }

    private static void ReportReady(int descriptor)
    {
        using FileFd ready = FileFd.Own(descriptor);
        DescriptorIo.TryWrite(ready, "\n"u8, out Errno errno);

        // Whoever asked and has gone meanwhile is no reason to go as well.
        if (errno is not (Errno.None or Errno.EPIPE))
        {
            throw new DaemonException($"--ready-fd: descriptor {descriptor} cannot be written to: {errno.Text()}");
        }
    }

    private async Task LeaveWhenAskedAsync()
    {
        string reason = await facts.Leaving.ConfigureAwait(false);
        log.Info($"leaving: {reason}");
        host.StopApplication();
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        FleetSource? source = options.Config is { } path ? new FleetSource(path, options.Overrides) : null;
        switch (await fleet.AskAsync(new FleetProtocol.Resume(Self, source), cancellation).ConfigureAwait(false))
        {
            case FleetProtocol.Refused refused:
                throw new DaemonException(string.Join('\n', refused.Reasons));
            case FleetProtocol.Resumed resumed:
                foreach (string note in resumed.Notes)
                {
                    log.Warn(note);
                }

                facts.Config = resumed.SourcePath;
                if (resumed.Containers > 0)
                {
                    log.Info(string.Create(CultureInfo.InvariantCulture, $"resumed {resumed.Containers} containers, {resumed.ComeBack} of them start again"));
                }

                break;
        }
    }

    private void OnStop(PosixSignalContext context)
    {
        context.Cancel = true;
        notify.Stopping();
        _ = StopAsync(context.Signal.ToString());
    }

    private async Task StopAsync(string reason)
    {
        await fleet.AskAsync(new FleetProtocol.ShutDown($"{Self} ({reason})"), CancellationToken.None).ConfigureAwait(false);
        facts.RequestLeave(reason);
    }

    private void OnReload(PosixSignalContext context)
    {
        context.Cancel = true;
        notify.Reloading();
        _ = ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        switch (await fleet.AskAsync(new FleetProtocol.Apply($"{Self} (SIGHUP)", null), CancellationToken.None).ConfigureAwait(false))
        {
            case FleetProtocol.Refused refused:
                log.Warn($"the fleet file was not reloaded, everything runs on as before: {string.Join("; ", refused.Reasons)}");
                break;
            case FleetProtocol.Applied applied:
                log.Info(string.Create(CultureInfo.InvariantCulture, $"reloaded: {applied.Plan.Items.Count(static item => item.Action != PlanAction.Keep)} changes"));
                break;
        }

        notify.Ready($"listening on {options.Socket}");
    }

    // The manager hears from us only while the actors answer: a fleet that hangs is a daemon that hangs.
    private async Task ProveLifeAsync()
    {
        await fleet.AskAsync(new FleetProtocol.List(false), CancellationToken.None).ConfigureAwait(false);
        notify.Alive();
    }
}
