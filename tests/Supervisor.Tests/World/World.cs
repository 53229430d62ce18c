using System.Collections.Immutable;
using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Supervisor.Tests;

/// <summary>A whole supervisor over simulated containers, in virtual time, on the test's own thread: every run is the same.</summary>
internal sealed class World : IDisposable
{
    private readonly ActorSystem _system;
    private readonly TestScheduler _scheduler;
    private readonly Dictionary<string, string> _files = [];
    private readonly EventLog _events;

    internal World(SimulationScript? script = null, Func<SupervisorParts, SupervisorParts>? change = null, int seed = 1)
    {
        // An xunit synchronization context would take continuations to other threads.
        SynchronizationContext.SetSynchronizationContext(null);
        _system = ActorSystem.Create("world", ConfigurationFactory.ParseString(
            "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"\nakka.loggers = []\nakka.loglevel = OFF"));
        _scheduler = (TestScheduler)_system.Scheduler;
        Time = new SchedulerTime(_scheduler);
        Backend = new SimulatedBackend(Time, script ?? SimulationScript.Steady, seed);
        _events = new EventLog(100_000);
        SupervisorParts parts = new(Time, TimeZoneInfo.Utc, seed, [Backend], _events)
        {
            Dispatcher = CallingThreadDispatcher.Id,
            Read = source => Task.FromResult(FleetFile.Parse(_files[source.Path], source.Path, source.Overrides)),
        };
        FleetRef = _system.ActorOf(FleetActor.Props(change?.Invoke(parts) ?? parts, new FleetHolder()), "fleet");
    }

    internal TimeProvider Time { get; }

    internal SimulatedBackend Backend { get; }

    internal IActorRef FleetRef { get; }

    /// <summary>Everything that happened, one line each, with the time in seconds.</summary>
    internal ImmutableArray<string> Story => [.. _events.After(0).Select(Line)];

    internal IEnumerable<FleetProtocol.Happened> Events => _events.After(0);

    public void Dispose() => _system.Terminate();

    internal void Advance(double seconds) => _scheduler.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Asks and gets the answer at once: everything runs on this thread.</summary>
    internal T Ask<T>(object question)
    {
        object answer = Pending(question).Now();
        return answer is T expected ? expected : throw new InvalidOperationException($"asked {question}, answered {answer}");
    }

    /// <summary>Asks something that is answered later.</summary>
    internal Answer Pending(object question) => new(FleetRef.Ask<object>(question, Timeout.InfiniteTimeSpan, CancellationToken.None));

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

    private static string Line(FleetProtocol.Happened happened) => $"{Seconds(happened.Time)} {happened.Event}";

    private static string Seconds(DateTimeOffset time)
        => (time - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    internal sealed class Answer(Task<object> task)
    {
        internal bool IsThere => task.IsCompleted;

        internal object Now() => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("not answered yet");
    }
}
