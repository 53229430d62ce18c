namespace Helios.Supervisor;

/// <summary>Puts the supervisor's actors into an actor system.</summary>
internal static class SupervisorStart
{
    /// <summary>Starts the fleet's actor.</summary>
    internal static IFleet In(ActorSystem system, SupervisorOptions options) => In(system, options, out _);

    /// <inheritdoc cref="In(ActorSystem, SupervisorOptions)"/>
    internal static IFleet In(ActorSystem system, SupervisorOptions options, out IActorRef fleet, Func<SupervisorParts, SupervisorParts>? change = null)
    {
        EventLog events = new(options.EventHistory);
        SupervisorParts parts = new(options.Time, options.Zone ?? options.Time.LocalTimeZone, options.Seed, options.Backends, events);
        fleet = system.ActorOf(FleetActor.Props(change?.Invoke(parts) ?? parts, new FleetHolder()), "fleet");
        return new FleetClient(fleet, events);
    }
}
