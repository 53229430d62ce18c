using Akka.Actor;
using Helios.Control;
using Helios.Fleets;
using Helios.Linux;
using Helios.Supervisor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Helios.Daemon;

/// <summary>Runs the daemon's host, from the lock on its socket to the end of everything.</summary>
internal static class DaemonHost
{
    /// <summary>Starts everything, and works until a signal, a request or idleness ends it; everything is stopped then.</summary>
    /// <exception cref="DaemonException">It cannot start; nothing is left behind.</exception>
    internal static async Task RunAsync(DaemonOptions options, DaemonLog log, TimeProvider time)
    {
        ActorSettings actors = Actors(options.Config);
        using ServiceNotify notify = ServiceNotify.FromEnvironment();
        using FileLock taken = Claim(options.Socket);
        try
        {
            if (options.Forgets)
            {
                Forget(options, log);
                return;
            }

            using IHost host = DaemonServices.Compose(options, actors, log, time, notify).Build();

            // Made here, so that what cannot be made is refused before the start: a host whose services were never made cannot be stopped either.
            _ = host.Services.GetServices<IHostedService>().Count();
            try
            {
                await host.StartAsync().ConfigureAwait(false);
            }
            catch
            {
                // What had started already ends in order.
                await host.StopAsync().ConfigureAwait(false);
                throw;
            }

            await host.WaitForShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or AkkaException)
        {
            throw new DaemonException(Reason.Of(error));
        }
    }

    private static void Forget(DaemonOptions options, DaemonLog log)
    {
        using StateStore state = StateStore.Open(options.StateDirectory ?? ControlPaths.StateOf(options.Socket), log.Warn);
        log.Info(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"forgot {state.Forget()} containers"));
    }

    private static ActorSettings Actors(string? config)
    {
        try
        {
            return config is null ? ActorSettings.None : ActorSettings.Load(config);
        }
        catch (FleetFileException faults)
        {
            throw new DaemonException(string.Join('\n', faults.Lines));
        }
    }

    private static FileLock Claim(string socket)
    {
        string directory = Path.GetDirectoryName(socket) ?? throw new DaemonException($"--socket: {socket} is a directory");
        try
        {
            OwnDirectory.Make(directory, Permissions.Octal0711);
            return FileLock.TryTake(socket + ".lock") ?? throw new DaemonException($"a daemon listens on {socket} already", ControlPaths.ExitCodeOfSecondDaemon);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DaemonException(Reason.At(directory, error));
        }
    }
}
