using System.Collections.Immutable;
using Helios.Actors.Deterministic;
using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Supervisor.Tests;

/// <summary>A whole supervisor over simulated containers, in virtual time, in one order of messages for each seed: every run is the same.</summary>
internal sealed class World : IDisposable
{
    private readonly DeterministicSystem _system;
    private readonly Dictionary<string, string> _files = [];
    private readonly EventLog _events = new(100_000);

    internal World(SimulationScript? script = null, Func<SupervisorParts, SupervisorParts>? change = null, int seed = 1, string? statePath = null, Func<SupervisorParts, FleetHolder, Props>? fleet = null)
    {
        _system = DeterministicSystem.Create("world", (ulong)seed, start: DateTimeOffset.UnixEpoch);
        Time = new SchedulerTime(_system.System.Scheduler);
        Backend = new SimulatedBackend(Time, script ?? SimulationScript.Steady, seed);
        SupervisorParts parts = new(Time, TimeZoneInfo.Utc, seed, [Backend], _events) { Read = ReadAsync };
        FleetRef = _system.System.ActorOf((fleet ?? FleetActor.Props)(change?.Invoke(parts) ?? parts, new FleetHolder(new StopMarks(statePath, parts.Work, parts.Buffers))), "fleet");
        _system.RunUntilIdle();
    }

    internal TimeProvider Time { get; }

    internal SimulatedBackend Backend { get; }

    internal IActorRef FleetRef { get; }

    /// <summary>Everything that happened, one line each, with the time in seconds.</summary>
    internal ImmutableArray<string> Story => [.. _events.After(0).Select(Line)];

    internal IEnumerable<FleetProtocol.Happened> Events => _events.After(0);

    public void Dispose() => _system.Dispose();

    internal void Advance(double seconds) => _system.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Asks and gets the answer at once: everything runs on this thread.</summary>
    internal T Ask<T>(object question)
    {
        object answer = Pending(question).Now();
        return answer is T expected ? expected : throw new InvalidOperationException($"asked {question}, answered {answer}");
    }

    /// <summary>Asks something that is answered later.</summary>
    internal Answer Pending(object question)
    {
        Answer answer = new(FleetRef.Ask<object>(question, Timeout.InfiniteTimeSpan, CancellationToken.None));
        _system.RunUntilIdle();
        return answer;
    }

    internal FleetProtocol.Applied Apply(string file, params ImmutableArray<FleetOverride> overrides)
    {
        _files["fleet.hocon"] = file;
        return Ask<FleetProtocol.Applied>(new FleetProtocol.Apply("test", new FleetSource("fleet.hocon", overrides)));
    }

    internal void Write(string file) => _files["fleet.hocon"] = file;

    internal ContainerStatus this[string name] => Ask<ContainerProtocol.Status>(new ContainerProtocol.GetStatus(ContainerId.Parse(name))).Container;

    /// <summary>Names and states: <c>db running, web waiting</c>.</summary>
    internal string States
        => string.Join(", ", Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers.Select(static status => $"{status.Id} {status.State.ToString().ToLowerInvariant()}"));

    /// <summary>The state changes of one container: <c>0 waiting, 0 preparing, …</c>.</summary>
    internal string Path(string name)
        => string.Join(", ", Events
            .Where(happened => happened.Event is ContainerProtocol.Changed changed && changed.Id.ToString() == name && changed.Before.State != changed.Now.State)
            .Select(static happened => $"{Seconds(happened.Time)} {((ContainerProtocol.Changed)happened.Event).Now.State.ToString().ToLowerInvariant()}"));

    /// <summary>What was executed, and what ended, in order: <c>+db +web -web -db</c>.</summary>
    internal string Order
        => string.Join(' ', Events.Select(static happened => happened.Event switch
        {
            ContainerProtocol.Changed { Before.State: ContainerState.Starting, Now.State: ContainerState.Running } changed => $"+{changed.Id}",
            ContainerProtocol.Ended ended when ended.Run.Executed is not null => $"-{ended.Id}",
            _ => null,
        }).Where(static word => word is not null));

    internal string[] Endings(string name)
        => [.. Events.Select(static happened => happened.Event).OfType<ContainerProtocol.Ended>().Where(ended => ended.Id.ToString() == name).Select(static ended => $"{ended.Run.Cause}; {ended.Next}")];

    // Asynchronous so that a faulty file is a failed task, not an exception in the actor.
#pragma warning disable CS1998
    private async Task<FleetDocument> ReadAsync(FleetSource source) => FleetFile.Parse(_files[source.Path], source.Path, source.Overrides);
#pragma warning restore CS1998

    private static string Line(FleetProtocol.Happened happened) => $"{Seconds(happened.Time)} {happened.Event}";

    private static string Seconds(DateTimeOffset time)
        => (time - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    internal sealed class Answer(Task<object> task)
    {
        internal bool IsThere => task.IsCompleted;

        internal object Now() => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("not answered yet");
    }
}
