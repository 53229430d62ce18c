using Helios.Allocator;
using Helios.Control;
using Helios.Supervisor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Helios.Daemon;

/// <summary>The composition root: which part of the daemon gets which others.</summary>
internal static class DaemonServices
{
    /// <summary>The host of the daemon, not built yet. It owns what its services make; the log and the link to the service manager are the caller's.</summary>
    internal static HostApplicationBuilder Compose(DaemonOptions options, ActorSettings actors, DaemonLog log, TimeProvider time, ServiceNotify notify)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // Why the host did not start is told once, by whoever started it, and without a stack.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddProvider(new DaemonLogProvider(log));
        IServiceCollection services = builder.Services;

        // A container may take as long as its grace to stop; who has no patience sends KILL.
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton<IHostLifetime, DaemonLifetime>();

        services.AddSingleton(options);
        services.AddSingleton(log);
        services.AddSingleton(time);
        services.AddSingleton(notify);
        services.AddSingleton(DaemonHeap.Buffers);
        services.AddSingleton(new DaemonFacts(time) { Config = options.Config });
        DaemonBackends.ThrowIfUnknown(options.Backend);
        services.AddSingleton(_ => new DaemonBackends(options.Backend, time));
        services.AddSingleton(_ => StateStore.Open(options.StateDirectory ?? ControlPaths.StateOf(options.Socket), log.Warn));
        services.AddHeliosSupervisor(provider => new SupervisorOptions(provider.GetRequiredService<DaemonBackends>().All)
        {
            Time = time,
            Buffers = provider.GetRequiredService<SlabMemoryPool>(),
            Actors = actors,
            State = provider.GetRequiredService<StateStore>(),
        });
        services.AddSingleton<IControlHandler>(static provider => new FleetHandler(
            provider.GetRequiredService<IFleet>(), provider.GetRequiredService<DaemonFacts>(), provider.GetRequiredService<SlabMemoryPool>().Heap));
        services.AddSingleton(static provider => Listen(provider));
        services.AddSingleton(_ => new MemoryTrim(time));

        // After Akka's, so that it starts when the actors are there and stops before they end.
        services.AddHostedService<DaemonService>();
        return builder;
    }

    private static ControlServer Listen(IServiceProvider provider)
    {
        DaemonOptions options = provider.GetRequiredService<DaemonOptions>();
        DaemonFacts facts = provider.GetRequiredService<DaemonFacts>();
        uint? group = options.Group is { } name ? ControlAccess.GroupId(name) : null;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        ControlServer server = new(
            options.Socket,
            new ControlAccess(DaemonFacts.UserId(), group),
            provider.GetRequiredService<IControlHandler>(),
            new ControlServerOptions
            {
                Program = $"heliosd {DaemonFacts.Version}",
                Buffers = provider.GetRequiredService<SlabMemoryPool>(),
                // With a group the name is open to all and the credentials decide, so that the refusal can say why.
                Mode = group is null ? Owner : Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite,
            });
        server.Trouble += provider.GetRequiredService<DaemonLog>().Warn;
        facts.Connections = () => server.Connections;
        return server;
    }
}
