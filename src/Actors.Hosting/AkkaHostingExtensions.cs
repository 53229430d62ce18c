using Helios.Actors.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Helios.Actors.Hosting;

/// <summary>Runs an actor system inside a generic host.</summary>
public static class AkkaHostingExtensions
{
    /// <summary>Adds a system that starts and stops with the host. One for each service collection.</summary>
    public static IServiceCollection AddAkka(this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder> builder)
        => services.AddAkka(actorSystemName, (configuration, _) => builder(configuration));

    /// <summary>Adds a system that starts and stops with the host. One for each service collection.</summary>
    public static IServiceCollection AddAkka(this IServiceCollection services, string actorSystemName, Action<AkkaConfigurationBuilder, IServiceProvider> builder)
    {
        services.AddSingleton(provider =>
        {
            AkkaConfigurationBuilder configuration = new(services, actorSystemName, provider);
            builder(configuration, provider);
            return configuration;
        });
        services.AddSingleton(static provider => provider.GetRequiredService<AkkaConfigurationBuilder>().CreateSystem(provider));
        services.AddSingleton(static provider => ActorRegistry.For(provider.GetRequiredService<ActorSystem>()));
        services.AddSingleton<IActorRegistry>(static provider => provider.GetRequiredService<ActorRegistry>());
        services.AddSingleton<IReadOnlyActorRegistry>(static provider => provider.GetRequiredService<ActorRegistry>());
        services.TryAdd(ServiceDescriptor.Singleton(typeof(IRequiredActor<>), typeof(RequiredActor<>)));
        services.AddSingleton<IHostedService, AkkaHostedService>();
        return services;
    }

    /// <summary>Adds settings.</summary>
    public static AkkaConfigurationBuilder AddHocon(this AkkaConfigurationBuilder builder, Config hocon, HoconAddMode addMode)
    {
        builder.AddConfiguration(hocon, addMode);
        return builder;
    }

    /// <summary>Adds the settings of a configuration; so come files that Helios.Hocon has read.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configuration">The settings, <c>akka</c> at the top.</param>
    /// <param name="addMode">How they meet those that are there.</param>
    /// <param name="normalizeKeys">Whether keys are lower-cased, as providers that read environment variables need.</param>
    public static AkkaConfigurationBuilder AddHocon(this AkkaConfigurationBuilder builder, IConfiguration configuration, HoconAddMode addMode, bool normalizeKeys = true)
    {
        builder.AddConfiguration(
            Config.FromPairs(configuration.AsEnumerable(makePathsRelative: true)
                .Where(static pair => pair.Value is not null)
                .Select(pair => new KeyValuePair<string, string>(Key(pair.Key), pair.Value!))),
            addMode);
        return builder;

        string Key(string path)
        {
            string dotted = path.Replace(':', '.');
            return normalizeKeys ? dotted.ToLowerInvariant() : dotted;
        }
    }

    /// <summary>Adds the settings of a file.</summary>
    public static AkkaConfigurationBuilder AddHoconFile(this AkkaConfigurationBuilder builder, string hoconFilePath, HoconAddMode addMode)
        => builder.AddHocon(ConfigurationFactory.ParseString(File.ReadAllText(hoconFilePath)), addMode);

    /// <summary>Adds programmatic settings.</summary>
    public static AkkaConfigurationBuilder AddSetup(this AkkaConfigurationBuilder builder, Setup.Setup setup)
    {
        builder.Setups.Add(setup);
        return builder;
    }

    /// <summary>Sets the timeout of an Ask that names none.</summary>
    public static AkkaConfigurationBuilder WithActorAskTimeout(this AkkaConfigurationBuilder builder, TimeSpan timeout)
        => builder.AddHocon(Config.FromPairs([new("akka.actor.ask-timeout", timeout == Timeout.InfiniteTimeSpan ? "infinite" : $"{timeout.TotalMilliseconds} ms")]), HoconAddMode.Prepend);

    /// <summary>Makes actors when the host starts.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry> actorStarter) => builder.StartActors(actorStarter);

    /// <summary>Makes actors when the host starts.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarter actorStarter) => builder.StartActors(actorStarter);

    /// <summary>Makes actors when the host starts.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, Action<ActorSystem, IActorRegistry, IDependencyResolver> actorStarter) => builder.StartActors(actorStarter);

    /// <summary>Makes actors when the host starts.</summary>
    public static AkkaConfigurationBuilder WithActors(this AkkaConfigurationBuilder builder, ActorStarterWithResolver actorStarter) => builder.StartActors(actorStarter);
}
