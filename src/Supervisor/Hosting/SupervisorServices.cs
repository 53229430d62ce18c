using Akka.Event;
using Akka.Hosting;
using Helios.Fleets;
using Microsoft.Extensions.DependencyInjection;

namespace Helios.Supervisor;

/// <summary>Puts a supervisor into a host.</summary>
public static class SupervisorServices
{
    /// <summary>The name of the actor system.</summary>
    public const string SystemName = "helios";

    /// <summary>
    /// Adds a supervisor of an empty fleet: its actor system, started and ended with the host, and <see cref="IFleet"/>, which is how to talk to it.
    /// </summary>
    /// <remarks>
    /// Containers that still run when the host ends are left as they are: ask for <see cref="FleetProtocol.ShutDown"/> first. What Akka logs goes to the
    /// host's logging.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="options">How the supervisor is made; may ask for other services, such as the backends.</param>
    public static IServiceCollection AddHeliosSupervisor(this IServiceCollection services, Func<IServiceProvider, SupervisorOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.AddSingleton(static provider => new EventLog(
            provider.GetRequiredService<SupervisorOptions>().EventHistory, provider.GetRequiredService<SupervisorOptions>().State?.Fleet.MaxEvent ?? 0));
        services.AddSingleton<SupervisorThreads>();
        services.AddSingleton(static provider => Parts(
            provider.GetRequiredService<SupervisorOptions>(), provider.GetRequiredService<EventLog>(), provider.GetRequiredService<SupervisorThreads>()));
        services.AddSingleton(static provider => new FleetHolder(provider.GetRequiredService<SupervisorParts>().State));
        services.AddSingleton<IFleet>(static provider => new FleetClient(
            provider.GetRequiredService<IRequiredActor<FleetActor>>().GetAsync, provider.GetRequiredService<EventLog>(),
            provider.GetRequiredService<SupervisorOptions>().State));
        return services.AddAkka(SystemName, static (akka, provider) =>
        {
            Akka.Configuration.Config config = ActorConfiguration.With(provider.GetRequiredService<SupervisorOptions>().Actors);
            akka.AddHocon(config, HoconAddMode.Prepend)
                .ConfigureLoggers(loggers =>
                {
                    loggers.LogLevel = Logging.LogLevelFor(config.GetString("akka.loglevel"));
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .WithActors(static (system, registry, resolver) => registry.Register<FleetActor>(system.ActorOf(resolver.Props<FleetActor>(), "fleet")));
        });
    }

    private static SupervisorParts Parts(SupervisorOptions options, EventLog events, SupervisorThreads threads)
        => new(options.Time, options.Zone ?? options.Time.LocalTimeZone, options.Seed, options.Backends, events)
        {
            RuntimeDirectory = options.RuntimeDirectory,
            Buffers = options.Buffers,
            State = options.State,
            Read = source => Task.Run(() => FleetFile.Load(source, options.Buffers)),
            Loop = () => threads.Loop,
            Work = threads.WorkAsync,
        };
}
