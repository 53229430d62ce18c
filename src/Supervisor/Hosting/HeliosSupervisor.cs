namespace Helios.Supervisor;

/// <summary>A supervisor with an actor system of its own: for the daemon, for tests, for whoever embeds it.</summary>
public sealed class HeliosSupervisor : IAsyncDisposable
{
    private readonly ActorSystem _system;

    private HeliosSupervisor(ActorSystem system, IFleet fleet)
    {
        _system = system;
        Fleet = fleet;
    }

    /// <summary>What it looks after.</summary>
    public IFleet Fleet { get; }

    /// <summary>Starts a supervisor of an empty fleet.</summary>
    public static HeliosSupervisor Start(SupervisorOptions options)
    {
        ActorSystem system = ActorSystem.Create("helios");
        return new HeliosSupervisor(system, SupervisorStart.In(system, options));
    }

    /// <summary>Ends the actors. Containers that still run are left as they are: ask for <see cref="FleetProtocol.ShutDown"/> first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
        await _system.WhenTerminated.ConfigureAwait(false);
    }
}
