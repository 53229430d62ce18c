using Akka.Actor;

namespace Helios.Supervisor;

/// <summary>Puts the supervisor's actors into an actor system.</summary>
internal static class SupervisorStart
{
    /// <summary>Starts the fleet's actor.</summary>
    internal static IFleet In(ActorSystem system, SupervisorOptions options, Func<SupervisorParts, SupervisorParts> change)
    {
        EventLog events = new(options.EventHistory);
        SupervisorParts parts = change(new SupervisorParts(options.Time, options.Zone ?? options.Time.LocalTimeZone, options.Seed, options.Backends, events)
        {
            RuntimeDirectory = options.RuntimeDirectory,
            Buffers = options.Buffers,
            Read = source => Task.Run(() => FleetFile.Load(source, options.Buffers)),
        });
        return new FleetClient(system.ActorOf(FleetActor.Props(parts, new FleetHolder(new StopMarks(options.StatePath, parts.Work, parts.Buffers))), "fleet"), events);
    }
}
