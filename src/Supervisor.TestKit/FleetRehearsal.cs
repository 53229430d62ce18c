using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor.TestKit;

/// <summary>A whole supervisor over simulated containers, in virtual time, in one order of messages for each seed: a fleet file can be tried out before it is real.</summary>
/// <remarks>
/// The supervisor is the one of the daemon; only the containers are simulated. What they do is said by a <see cref="SimulationScript"/>: how long they
/// take to start, when and how they exit, whether their health checks succeed.
/// <example>
/// <code>
/// using FleetRehearsal fleet = new(SimulationScript.Steady.With("db", SimulatedBehaviour.ExitsAfter(TimeSpan.FromSeconds(7), code: 1)), seed: 42);
/// fleet.Apply(File.ReadAllText("fleet.hocon"));
/// fleet.Advance(TimeSpan.FromHours(24));
/// Assert.Equal(ContainerState.Running, fleet["web"].State);
/// </code>
/// </example>
/// </remarks>
public sealed class FleetRehearsal : IDisposable
{
    private const string FileName = "fleet.hocon";
    private const int RememberedEvents = 100_000;

    private readonly DeterministicSystem _system;
    private readonly EventLog _events = new(RememberedEvents);
    private readonly RehearsalOptions _options;
    private readonly Func<SupervisorParts, FleetHolder, Props> _fleet;
    private readonly SupervisorParts _parts;
    private StateStore? _state;
    private FleetDocument? _document;
    private string? _file;
    private long _delivered;
    private int _lives;

    /// <param name="script">What the containers do; null is <see cref="SimulationScript.Steady"/>.</param>
    /// <param name="seed">Determines the order of messages and every chance.</param>
    /// <param name="stateDirectory">The directory in which the supervisor remembers what outlives it; null forgets it.</param>
    public FleetRehearsal(SimulationScript? script = null, int seed = 1, string? stateDirectory = null)
        : this(new RehearsalOptions { Script = script ?? SimulationScript.Steady, Seed = seed, StateDirectory = stateDirectory }, null, null)
    {
    }

    /// <param name="options">How it is made.</param>
    public FleetRehearsal(RehearsalOptions options)
        : this(options ?? throw new ArgumentNullException(nameof(options)), null, null)
    {
    }

    internal FleetRehearsal(
        SimulationScript? script,
        Func<SupervisorParts, SupervisorParts>? change,
        int seed = 1,
        string? stateDirectory = null,
        Func<SupervisorParts, FleetHolder, Props>? fleet = null)
        : this(new RehearsalOptions { Script = script ?? SimulationScript.Steady, Seed = seed, StateDirectory = stateDirectory }, change, fleet)
    {
    }

    internal FleetRehearsal(
        RehearsalOptions options, Func<SupervisorParts, SupervisorParts>? change, Func<SupervisorParts, FleetHolder, Props>? fleet)
    {
        _options = options;
        _fleet = fleet ?? FleetActor.Props;
        _system = DeterministicSystem.Create("rehearsal", (ulong)options.Seed, options.Start);
        _system.OnMessage = options.OnMessage;
        _system.AfterTurn = Deliver;
        Backend = new SimulatedBackend(Time, options.Script, options.Seed, options.ReusePids);
        SupervisorParts parts = new(Time, options.Zone, options.Seed, [options.Wrap?.Invoke(Backend) ?? Backend], _events)
        {
            Read = ReadAsync,
            KeepsOutput = options.KeepsOutput,
        };
        _parts = change?.Invoke(parts) ?? parts;
        Fleet = Begin();
    }

    /// <summary>Gets every event in its turn, as it happens.</summary>
    public event Action<FleetProtocol.Happened>? Happened;

    /// <summary>Called after every turn of an actor or a timer, after the events of that turn. This is where invariants are checked.</summary>
    public event Action? Turned;

    /// <summary>How many turns there were.</summary>
    public long Turns => _system.Turns;

    /// <summary>The virtual clock. It begins with the year 1970, unless the options say otherwise.</summary>
    public TimeProvider Time => _system.Time;

    /// <summary>The simulated containers.</summary>
    public SimulatedBackend Backend { get; }

    /// <summary>The fleet's actor; it understands <see cref="FleetProtocol"/> and <see cref="ContainerProtocol"/>.</summary>
    public IActorRef Fleet { get; private set; }

    /// <summary>Everything that happened so far, the last 100,000 of it.</summary>
    public IEnumerable<FleetProtocol.Happened> Events => _events.After(0);

    /// <inheritdoc cref="DeterministicSystem.TraceHash"/>
    public ulong TraceHash => _system.TraceHash;

    /// <inheritdoc cref="DeterministicSystem.Sent"/>
    public long Sent => _system.Sent;

    /// <inheritdoc cref="DeterministicSystem.Strays"/>
    public long Strays => _system.Strays;

    /// <summary>Everything that happened, one line each, with the time in seconds.</summary>
    public ImmutableArray<string> Story => [.. _events.After(0).Select(Line)];

    /// <summary>The facts of one container.</summary>
    /// <param name="name">Its name.</param>
    public ContainerStatus this[string name] => Ask<ContainerProtocol.Status>(new ContainerProtocol.GetStatus(ContainerId.Parse(name))).Container;

    /// <summary>Ends the supervisor and its containers.</summary>
    public void Dispose()
    {
        _system.Dispose();
        _state?.Dispose();
    }

    /// <summary>What the supervisor said of its state directory.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Lets time pass, in which everything that is due happens.</summary>
    /// <param name="seconds">How much, in seconds.</param>
    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <inheritdoc cref="Advance(double)"/>
    public void Advance(TimeSpan time) => _system.Advance(time);

    /// <summary>Asks the fleet and gets the answer at once; no time passes.</summary>
    /// <param name="question">A message of <see cref="FleetProtocol"/> or <see cref="ContainerProtocol"/>.</param>
    /// <exception cref="InvalidOperationException">It was not answered without time passing, or with something else than expected.</exception>
    public T Ask<T>(object question)
    {
        object answer = Pending(question).Now();
        return answer is T expected ? expected : throw new InvalidOperationException($"asked {question}, answered {answer}");
    }

    /// <summary>Asks something that may be answered later.</summary>
    public PendingAnswer Pending(object question) => _system.Ask(Fleet, question);

    /// <summary>Makes the fleet what a file says.</summary>
    /// <param name="file">The text of a fleet file.</param>
    /// <param name="overrides">Values over it.</param>
    /// <exception cref="InvalidOperationException">It was refused; the message says why.</exception>
    public FleetProtocol.Applied Apply(string file, params ImmutableArray<FleetOverride> overrides)
    {
        Write(file);
        return Ask<FleetProtocol.Applied>(new FleetProtocol.Apply("test", new FleetSource(FileName, overrides)));
    }

    /// <summary>Makes the fleet what a document says that was read already.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message says why.</exception>
    public FleetProtocol.Applied Apply(FleetDocument document)
    {
        (_document, _file) = (document, null);
        return Ask<FleetProtocol.Applied>(new FleetProtocol.Apply("test", new FleetSource(FileName, [])));
    }

    /// <summary>The supervisor dies, and with it every container: no goodbye, nothing is written down.</summary>
    public void Crash()
    {
        _system.Silence(Fleet);
        _state?.Abandon();
        Task destroyed = Backend.DestroyAllAsync();
        _system.RunUntilIdle();
        if (!destroyed.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("the simulated containers did not end in their own time");
        }
    }

    /// <summary>What came of the last beginning with a state directory; null without one.</summary>
    public FleetProtocol.Resumed? Resumed { get; private set; }

    /// <summary>The supervisor is started again after a <see cref="Crash"/>: it takes up what its state directory says, or reads its fleet file where it has none.</summary>
    public void Recover()
    {
        Fleet = Begin();
        if (_options.StateDirectory is null && (_document is not null || _file is not null))
        {
            Ask<FleetProtocol.Applied>(new FleetProtocol.Apply("test", new FleetSource(FileName, [])));
        }
    }

    /// <inheritdoc cref="DeterministicSystem.JumpClock"/>
    public void JumpClock(TimeSpan by) => _system.JumpClock(by);

    /// <summary>Changes the file without applying it.</summary>
    public void Write(string file) => (_document, _file) = (null, file);

    /// <summary>Names and states: <c>db running, web waiting</c>.</summary>
    public string States
        => string.Join(", ", Ask<FleetProtocol.Listed>(new FleetProtocol.List(true)).Containers
            .Select(static status => $"{status.Id} {status.State.ToString().ToLowerInvariant()}"));

    /// <summary>The state changes of one container: <c>0 waiting, 0 preparing, …</c>.</summary>
    public string Path(string name)
        => string.Join(", ", Events
            .Where(happened => happened.Event is ContainerProtocol.Changed changed && changed.Id.ToString() == name && changed.Before.State != changed.Now.State)
            .Select(static happened => $"{Seconds(happened.Time)} {((ContainerProtocol.Changed)happened.Event).Now.State.ToString().ToLowerInvariant()}"));

    /// <summary>What was executed, and what ended, in order: <c>+db +web -web -db</c>.</summary>
    public string Order
        => string.Join(' ', Events.Select(static happened => happened.Event switch
        {
            ContainerProtocol.Changed { Before.State: ContainerState.Starting, Now.State: ContainerState.Running } changed => $"+{changed.Id}",
            ContainerProtocol.Ended ended when ended.Run.Executed is not null => $"-{ended.Id}",
            _ => null,
        }).Where(static word => word is not null));

    /// <summary>How the runs of one container ended and what came of it.</summary>
    public ImmutableArray<string> Endings(string name)
        => [.. Events
            .Select(static happened => happened.Event)
            .OfType<ContainerProtocol.Ended>()
            .Where(ended => ended.Id.ToString() == name)
            .Select(static ended => $"{ended.Run.Cause}; {ended.Next}")];

    private IActorRef Begin()
    {
        _state = _options.StateDirectory is { } directory ? StateStore.Open(directory, Warnings.Add, hasThreads: false) : null;
        FleetHolder holder = new(_state);
        IActorRef begun = _system.System.ActorOf(_fleet(_parts with { State = _state }, holder), _lives++ == 0 ? "fleet" : string.Create(CultureInfo.InvariantCulture, $"fleet-{_lives}"));
        _system.RunUntilIdle();
        if (_state is not null)
        {
            object answer = _system.Ask(begun, new FleetProtocol.Resume("test", null)).Now();
            Resumed = answer as FleetProtocol.Resumed ?? throw new InvalidOperationException($"not resumed: {answer}");
        }

        return begun;
    }

    private void Deliver()
    {
        if (_events.Last != _delivered)
        {
            if (Happened is { } happened)
            {
                foreach (FleetProtocol.Happened one in _events.After(_delivered))
                {
                    happened(one);
                }
            }

            _delivered = _events.Last;
        }

        Turned?.Invoke();
    }

    // Asynchronous so that a faulty file is a failed task, not an exception in the actor.
#pragma warning disable CS1998
    private async Task<FleetDocument> ReadAsync(FleetSource source)
        => _document ?? FleetFile.Parse(_file ?? throw new FileNotFoundException($"{source.Path}: nothing was written"), source.Path, source.Overrides);
#pragma warning restore CS1998

    private static string Line(FleetProtocol.Happened happened) => $"{Seconds(happened.Time)} {happened.Event}";

    private static string Seconds(DateTimeOffset time)
        => (time - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
