using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Helios.Actors.Hosting.Tests;

public sealed class HostingSpecs
{
    [Fact]
    public async Task A_system_starts_and_stops_with_the_host()
    {
        using IHost host = Build(akka => akka.WithActors((system, registry) => registry.Register<GreeterKey>(system.ActorOf(Props.Create(() => new Greeter(new Name("plain"))), "greeter"))));
        await host.StartAsync(Token);
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();
        Assert.Equal("hosted", system.Name);
        IActorRef greeter = host.Services.GetRequiredService<IActorRegistry>().Get<GreeterKey>();
        Assert.Equal("plain greets x", await greeter.Ask<string>("x", TimeSpan.FromSeconds(5)));
        await host.StopAsync(Token);
        Assert.True(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Constructors_of_actors_take_services_and_arguments()
    {
        using IHost host = Build(akka => akka.WithActors((system, registry, resolver) =>
            registry.Register<GreeterKey>(system.ActorOf(resolver.Props<Greeter>(), "greeter"))));
        await host.StartAsync(Token);
        IRequiredActor<GreeterKey> required = host.Services.GetRequiredService<IRequiredActor<GreeterKey>>();
        Assert.Equal("service greets x", await required.ActorRef.Ask<string>("x", TimeSpan.FromSeconds(5)));
        Assert.Same(required.ActorRef, await required.GetAsync(Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Settings_from_text_and_from_configuration_meet_by_mode()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("akka:loglevel", "ERROR"), new("akka:actor:retries", "3")]).Build();
        using IHost host = Build(akka => akka
            .AddHocon("akka { loglevel = DEBUG, name = first }", HoconAddMode.Append)
            .AddHocon(configuration, HoconAddMode.Prepend)
            .AddHocon("akka { name = second, other = yes }", HoconAddMode.Append)
            .WithActorAskTimeout(TimeSpan.FromSeconds(7)));
        await host.StartAsync(Token);
        Settings settings = host.Services.GetRequiredService<ActorSystem>().Settings;
        Assert.Equal("ERROR", settings.LogLevel);
        Assert.Equal(3, settings.Config.GetInt("akka.actor.retries"));
        Assert.Equal("first", settings.Config.GetString("akka.name"));
        Assert.True(settings.Config.GetBoolean("akka.other"));
        Assert.Equal(TimeSpan.FromSeconds(7), settings.AskTimeout);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Log_events_reach_the_loggers_of_the_host()
    {
        Recorder recorder = new();
        using IHost host = Build(
            akka => akka.ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory()),
            logging => logging.AddProvider(recorder));
        await host.StartAsync(Token);
        host.Services.GetRequiredService<ActorSystem>().Log.Warning("disk {Disk} is full", "d1");
        Assert.Contains(recorder.Lines, static line => line.Contains("Warning", StringComparison.Ordinal) && line.Contains("disk d1 is full", StringComparison.Ordinal));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task The_host_stops_when_the_system_ends_by_itself()
    {
        using IHost host = Build(static _ => { });
        await host.StartAsync(Token);
        TaskCompletionSource stopping = new();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await host.Services.GetRequiredService<ActorSystem>().Terminate();
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(5), Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task A_failing_starter_fails_the_host_and_ends_the_system()
    {
        using IHost host = Build(akka => akka.WithActors(static (_, _) => throw new InvalidOperationException("no actors today")));
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));
        Assert.Equal("no actors today", thrown.Message);
        Assert.True(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task The_registry_refuses_duplicates_names_what_is_missing_and_can_be_awaited()
    {
        ActorRegistry registry = new();
        Assert.Throws<MissingActorRegistryEntryException>(() => registry.Get<GreeterKey>());
        Assert.False(registry.TryGet<GreeterKey>(out IActorRef nobody));
        Assert.True(nobody.IsNobody());
        Task<IActorRef> awaited = registry.GetAsync<GreeterKey>(Token);
        registry.Register<GreeterKey>(ActorRefs.Nobody);
        Assert.Same(ActorRefs.Nobody, await awaited);
        Assert.Throws<DuplicateActorRegistryException>(() => registry.Register<GreeterKey>(ActorRefs.Nobody));
        registry.Register<GreeterKey>(ActorRefs.Nobody, overwrite: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static IHost Build(Action<AkkaConfigurationBuilder> configure, Action<ILoggingBuilder>? logging = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(new Name("service"));
        builder.Services.AddAkka("hosted", akka =>
        {
            akka.AddHocon("akka.loggers = []", HoconAddMode.Append);
            configure(akka);
        });
        return builder.Build();
    }

    private sealed class GreeterKey
    {
        private GreeterKey()
        {
        }
    }

    public sealed record Name(string Text);

    public sealed class Greeter : ReceiveActor
    {
        public Greeter(Name name) => Receive<string>(text => Sender.Tell($"{name.Text} greets {text}"));
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Enqueue($"{logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
