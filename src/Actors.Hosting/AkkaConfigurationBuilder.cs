using Helios.Actors.DependencyInjection;
using Helios.Actors.Setup;
using Microsoft.Extensions.DependencyInjection;

namespace Helios.Actors.Hosting;

/// <summary>Collects what a hosted system is made of.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly List<ActorStarterWithResolver> _starters = [];
    private readonly List<StartupTask> _startups = [];
    private readonly List<IExtensionId> _extensions = [];

    /// <summary>Called by AddAkka.</summary>
    public AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
        : this(serviceCollection, actorSystemName, null)
    {
    }

    internal AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName, IServiceProvider? services)
    {
        Services = services;
        ServiceCollection = serviceCollection;
        ActorSystemName = actorSystemName;
    }

    /// <summary>The settings collected so far.</summary>
    public Config Configuration { get; private set; } = Config.Empty;

    internal IServiceProvider? Services { get; }

    internal string ActorSystemName { get; }

    internal IServiceCollection ServiceCollection { get; }

    internal List<Setup.Setup> Setups { get; } = [];

    /// <summary>Makes actors when the host starts.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter)
        => StartActors((system, registry, _) =>
        {
            starter(system, registry);
            return Task.CompletedTask;
        });

    /// <summary>Makes actors when the host starts.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarter starter) => StartActors((system, registry, _) => starter(system, registry));

    /// <summary>Makes actors when the host starts.</summary>
    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter)
        => StartActors((system, registry, resolver) =>
        {
            starter(system, registry, resolver);
            return Task.CompletedTask;
        });

    /// <summary>Makes actors when the host starts.</summary>
    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        _starters.Add(starter);
        return this;
    }

    /// <summary>Runs when all actors have been made.</summary>
    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask)
        => AddStartup((system, registry) =>
        {
            startupTask(system, registry);
            return Task.CompletedTask;
        });

    /// <summary>Runs when all actors have been made.</summary>
    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        _startups.Add(startupTask);
        return this;
    }

    /// <summary>Makes an extension when the system starts.</summary>
    public AkkaConfigurationBuilder WithExtension<T>()
        where T : IExtensionId, new()
    {
        _extensions.Add(new T());
        return this;
    }

    internal void AddConfiguration(Config config, HoconAddMode addMode) => Configuration = addMode switch
    {
        HoconAddMode.Append => Configuration.WithFallback(config),
        HoconAddMode.Prepend => config.WithFallback(Configuration),
        HoconAddMode.Replace => config,
        _ => throw new ArgumentOutOfRangeException(nameof(addMode), addMode, "unknown mode"),
    };

    internal ActorSystem CreateSystem(IServiceProvider services)
    {
        ActorSystem system = ActorSystem.Create(
            ActorSystemName,
            ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(Configuration), DependencyResolverSetup.Create(services), .. Setups]));
        foreach (IExtensionId extension in _extensions)
        {
            system.RegisterExtension(extension);
        }

        return system;
    }

    internal async Task StartAsync(ActorSystem system, CancellationToken cancellationToken)
    {
        ActorRegistry registry = ActorRegistry.For(system);
        IDependencyResolver resolver = DependencyResolver.For(system).Resolver;
        foreach (ActorStarterWithResolver starter in _starters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await starter(system, registry, resolver).ConfigureAwait(false);
        }

        foreach (StartupTask startup in _startups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await startup(system, registry).ConfigureAwait(false);
        }
    }
}
