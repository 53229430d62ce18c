using Helios.Backends.Namespaces;
using Helios.Contracts;
using Helios.Fleets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Helios.Supervisor.Tests;

/// <summary>A supervisor over the Namespaces backend: real containers, real time.</summary>
internal sealed class RealFleet : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-fleet-").FullName;
    private readonly NamespacesBackend _backend;
    private readonly IHost _host;

    internal RealFleet()
    {
        _backend = new NamespacesBackend(new NamespacesOptions { StateDirectory = Path.Combine(_directory, "state") });
        if (_backend.Capabilities.Find(Feature.PidNamespace) is { } lack)
        {
            _backend.Dispose();
            Assert.Skip($"needs namespaces: {lack}");
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHeliosSupervisor(_ => new SupervisorOptions([_backend]) { RuntimeDirectory = Path.Combine(_directory, "run") });
        _host = builder.Build();
        Fleet = _host.Services.GetRequiredService<IFleet>();
        _host.Start();
    }

    internal string Folder => _directory;

    internal IFleet Fleet { get; }

    internal static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public async ValueTask DisposeAsync()
    {
        await Fleet.AskAsync(new FleetProtocol.ShutDown("test"), Patience);
        await _host.StopAsync(Patience);
        _host.Dispose();
        _backend.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Unlikely to clash with containers of tests that run beside.</summary>
    internal static string Name(string name) => $"{name}-{Environment.ProcessId}";

    internal async Task<FleetProtocol.Applied> ApplyAsync(string file, FleetProtocol.Until until = FleetProtocol.Until.Ready)
    {
        string path = Path.Combine(_directory, "fleet.hocon");
        await File.WriteAllTextAsync(path, file, Patience);
        return await AskAsync<FleetProtocol.Applied>(new FleetProtocol.Apply("test", new FleetSource(path, []), until));
    }

    internal async Task<T> AskAsync<T>(FleetProtocol.ICommand command)
    {
        FleetProtocol.IReply reply = await Fleet.AskAsync(command, Patience);
        return reply is T expected ? expected : throw new InvalidOperationException(reply is FleetProtocol.Refused refused ? string.Join('\n', refused.Reasons) : reply.ToString());
    }

    internal async Task<T> AskAsync<T>(ContainerProtocol.IMessage message)
    {
        ContainerProtocol.IReply reply = await Fleet.AskAsync(message, Patience);
        return reply is T expected ? expected : throw new InvalidOperationException(reply.ToString());
    }

    internal async Task<ContainerStatus> StatusAsync(string name) => (await AskAsync<ContainerProtocol.Status>(new ContainerProtocol.GetStatus(ContainerId.Parse(name)))).Container;
}
