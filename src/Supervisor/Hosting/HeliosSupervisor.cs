using Akka.Actor;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>A supervisor with an actor system of its own: for the daemon, for tests, for whoever embeds it.</summary>
public sealed class HeliosSupervisor : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly Lazy<EventLoop> _loop;
    private readonly BlockingCalls _files;

    private HeliosSupervisor(SupervisorOptions options)
    {
        _system = ActorSystem.Create("helios", ActorConfiguration.Defaults);
        _loop = new Lazy<EventLoop>(static () => new EventLoop("helios output"));
        // One thread: a slow disk holds up neither actors nor the event loop, and each file is written in order.
        _files = new BlockingCalls("helios logs");
        Fleet = SupervisorStart.In(_system, options, parts => parts with { Loop = () => _loop.Value, Work = _files.RunAsync });
    }

    /// <summary>What it looks after.</summary>
    public IFleet Fleet { get; }

    /// <summary>Starts a supervisor of an empty fleet.</summary>
    public static HeliosSupervisor Start(SupervisorOptions options) => new(options);

    /// <summary>Ends the actors. Containers that still run are left as they are: ask for <see cref="FleetProtocol.ShutDown"/> first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
        await _system.WhenTerminated.ConfigureAwait(false);
        _files.Dispose();
        if (_loop.IsValueCreated)
        {
            _loop.Value.Dispose();
        }
    }
}
