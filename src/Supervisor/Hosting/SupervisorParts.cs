using System.Buffers;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>What the actors need from outside.</summary>
/// <param name="Time">The clock of everything that is compared or shown. The scheduler of the actor system must run on the same one.</param>
/// <param name="Zone">The time zone of schedules.</param>
/// <param name="Seed">The source of jitter.</param>
/// <param name="Backends">The backends; the first one is the default.</param>
/// <param name="Events">What happened.</param>
internal sealed record SupervisorParts(TimeProvider Time, TimeZoneInfo Zone, int Seed, IReadOnlyList<IIsolationBackend> Backends, EventLog Events)
{
    /// <summary>Makes the actor of a container; tests put faulty ones in.</summary>
    internal Func<SupervisorParts, ContainerHolder, IActorRef, Props> ContainerProps { get; init; } = ContainerActor.Props;

    /// <summary>Where bytes are kept on their way to and from files.</summary>
    internal MemoryPool<byte> Buffers { get; init; } = MemoryPool<byte>.Shared;

    /// <summary>Makes the actor of a group; tests put faulty ones in, as with the two that follow.</summary>
    internal Func<SupervisorParts, GroupHolder, Props> GroupProps { get; init; } = GroupActor.Props;

    /// <summary>Makes the actor that asks a container for its readiness and health.</summary>
    internal Func<SupervisorParts, Props> HealthProps { get; init; } = HealthActor.Props;

    /// <summary>Makes the actor that looks after a container's log files.</summary>
    internal Func<SupervisorParts, ContainerLog, Props> LogProps { get; init; } = LogActor.Props;

    /// <summary>Reads a fleet file; tests that must not leave their thread put a reader of texts in.</summary>
    internal Func<FleetSource, Task<FleetDocument>> Read { get; init; } = static source => Task.Run(() => FleetFile.Load(source));

    /// <summary>The loop that reads the output of real containers.</summary>
    internal Func<EventLoop> Loop { get; init; } = static () => throw new InvalidOperationException("this supervisor has no event loop");

    /// <summary>Runs what may wait for a disk; in a simulation at once.</summary>
    internal Func<Action, Task> Work { get; init; } = static work =>
    {
        work();
        return Task.CompletedTask;
    };

    /// <summary>Whether output is kept in rings and files; a rehearsal may do without.</summary>
    internal bool KeepsOutput { get; init; } = true;

    /// <summary>Where what outlives the daemon is kept; null forgets it.</summary>
    internal StateStore? State { get; init; }

    /// <summary>A directory of the supervisor's own, for sockets.</summary>
    internal string RuntimeDirectory { get; init; } = "/run/helios/supervisor";

    internal DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The backend of that name, null for the default one; null when there is none of that name.</summary>
    internal IIsolationBackend? BackendOf(string? name) => name is null ? Backends[0] : Backends.FirstOrDefault(backend => backend.Name == name);

    /// <summary>The chance of one container: its own sequence, so that others do not change it.</summary>
    internal Random ChanceOf(ContainerId id)
    {
        uint hash = 2166136261 ^ (uint)Seed;
        foreach (char c in id.ToString())
        {
            hash = (hash ^ c) * 16777619;
        }

        return new Random((int)hash);
    }
}
