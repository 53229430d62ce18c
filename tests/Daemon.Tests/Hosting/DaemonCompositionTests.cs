using Akka.Actor;
using Akka.Event;
using Helios.Control;
using Helios.Supervisor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Helios.Daemon.Tests;

/// <summary>The daemon's container: every service can be made, and what Akka logs comes out.</summary>
public sealed class DaemonCompositionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-composition-").FullName;
    private readonly StringWriter _written = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_service_of_the_daemon_can_be_made()
    {
        HostApplicationBuilder builder = Compose(ActorSettings.None);
        ServiceDescriptor[] services = [.. builder.Services.Where(static service => !service.ServiceType.ContainsGenericParameters)];
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            Assert.All(services, service => Assert.NotEmpty(host.Services.GetServices(service.ServiceType)));
            Assert.IsType<FleetHandler>(host.Services.GetRequiredService<IControlHandler>());
            Assert.IsType<FleetProtocol.Listed>(await host.Services.GetRequiredService<IFleet>().AskAsync(new FleetProtocol.List(true), TestContext.Current.CancellationToken));
        }
        finally
        {
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.True(host.Services.GetRequiredService<ActorSystem>().WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task What_Akka_logs_reaches_the_daemon_s_log()
    {
        using IHost host = Compose(ActorSettings.None).Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<ActorSystem>().Log.Log(LogLevel.WarningLevel, null, "a word of warning");
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Contains("a word of warning", _written.ToString(), StringComparison.Ordinal);
    }

    private HostApplicationBuilder Compose(ActorSettings actors)
        => DaemonServices.Compose(
            new DaemonOptions { Socket = Path.Combine(_directory, "heliosd.sock"), Backend = "simulated" },
            actors, new DaemonLog(TextWriter.Synchronized(_written), forJournal: false), TimeProvider.System, ServiceNotify.FromEnvironment());
}
