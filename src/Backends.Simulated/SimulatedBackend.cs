using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.Simulated;

/// <summary>Isolates nothing and runs nothing: containers are objects whose lives a script tells, in the time that a <see cref="TimeProvider"/> gives.</summary>
/// <remarks>
/// Tasks end on the thread that moves the time, before that move returns, so that a whole simulation is one sequence: same seed, same bytes out.
/// Safe to use from several threads when the time provider is.
/// </remarks>
public sealed class SimulatedBackend : IIsolationBackend
{
    /// <summary>The name that fleet files and options use.</summary>
    public const string BackendName = "simulated";

    private readonly Dictionary<ContainerId, (int Runs, Random Chance)> _known = [];
    private readonly Dictionary<ContainerId, SimulatedContainer> _living = [];
    private int _destructions;
    private readonly Dictionary<ContainerId, long> _written = [];
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly SimulationScript _script;
    private readonly int _seed;
    private readonly ProcessTable _processes;

    /// <param name="time">The clock; virtual in simulations.</param>
    /// <param name="script">Who behaves how.</param>
    /// <param name="seed">The source of all chance.</param>
    /// <param name="reusePids">Whether the numbers of the dead are given out again at once.</param>
    /// <param name="unsupported">Features it shall claim not to have.</param>
    public SimulatedBackend(
        TimeProvider time, SimulationScript script, int seed = 0, bool reusePids = false, IEnumerable<Unsupported>? unsupported = null)
    {
        _time = time;
        _script = script;
        _seed = seed;
        _processes = new ProcessTable(reusePids);
        Capabilities = new BackendCapabilities(
            (unsupported ?? []).Append(new(Feature.Descriptors, "simulated containers live in memory", "use another backend")).DistinctBy(static one => one.Feature));
    }

    /// <summary>What really happened to a run, whatever the supervisor makes of it. Raised on the thread that moves the time.</summary>
    public event Action<SimulatedRunEnd>? RunEnded;

    /// <inheritdoc/>
    public string Name => BackendName;

    /// <summary>While set, the host starts nothing: every preparation fails with it, as when there are no threads or processes left.</summary>
    public ExitCause.LaunchFailed? HostFailure { get; set; }

    /// <summary>How often a container was prepared while another of its name lived. Anything but 0 is a fault of the supervisor.</summary>
    public int DoubleStarts { get; private set; }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <summary>The containers that have not been destroyed, by name. What a leak test looks at.</summary>
    public ImmutableArray<ContainerId> Living
    {
        get
        {
            lock (_lock)
            {
                return [.. _living.Keys.Order()];
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<SpecFault> Validate(ContainerSpec spec) => [.. spec.Faults(), .. Capabilities.Check(spec, Name)];

    /// <inheritdoc/>
    public LaunchPlan Plan(ContainerSpec spec) => new()
    {
        Backend = Name,
        Id = spec.Id,
        Steps =
        [
            new LaunchStep("pretend", "pretend namespaces, mounts and limits") { Actor = LaunchActor.Supervisor },
            new LaunchStep("exec", $"pretend to execute {string.Join(' ', spec.Command)}"),
        ],
    };

    /// <inheritdoc/>
    public async Task<IContainer> PrepareAsync(ContainerSpec spec, ContainerIo io, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Validate(spec) is [SpecFault fault, ..])
        {
            throw new BackendException(ExitCause.LaunchFailed.Invalid(fault));
        }

        if (HostFailure is { } host)
        {
            throw new BackendException(host);
        }

        SimulatedBehaviour behaviour = NextRun(spec.Id);
        int destructions = Volatile.Read(ref _destructions);
        await Delays.After(_time, behaviour.PrepareTime, cancellation).ConfigureAwait(false);
        if (behaviour.PrepareFailure is { } failure)
        {
            throw new BackendException(failure);
        }

        lock (_lock)
        {
            // Whoever was preparing it has died meanwhile.
            if (destructions != _destructions)
            {
                throw new OperationCanceledException();
            }

            if (_living.ContainsKey(spec.Id))
            {
                DoubleStarts++;
                throw new BackendException(ExitCause.LaunchFailed.NameTaken(spec.Id));
            }

            SimulatedContainer container = new(spec, behaviour, _time, _processes, _lock, Forget, OnEnded);
            _living.Add(spec.Id, container);
            return container;
        }
    }

    /// <summary>Whether a container of that name has been prepared and not yet destroyed.</summary>
    public bool IsLiving(ContainerId id)
    {
        lock (_lock)
        {
            return _living.ContainsKey(id);
        }
    }

    /// <summary>Bytes of output of all runs of a container so far.</summary>
    public long BytesWritten(ContainerId id)
    {
        lock (_lock)
        {
            return _written.GetValueOrDefault(id) + (_living.GetValueOrDefault(id)?.BytesWritten ?? 0);
        }
    }

    /// <summary>The control group of a container vanishes under it: figures are gone and killing the group fails. False when it does not live.</summary>
    public bool LoseCgroup(ContainerId id)
    {
        lock (_lock)
        {
            SimulatedContainer? container = _living.GetValueOrDefault(id);
            container?.LoseCgroup();
            return container is not null;
        }
    }

    /// <summary>Everything that lives is killed and destroyed, as when its supervisor dies.</summary>
    public async Task DestroyAllAsync()
    {
        SimulatedContainer[] living;
        lock (_lock)
        {
            _destructions++;
            living = [.. _living.Values.OrderBy(static container => container.Spec.Id)];
        }

        foreach (SimulatedContainer container in living)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Sweep() => [];

    private SimulatedBehaviour NextRun(ContainerId id)
    {
        lock (_lock)
        {
            (int runs, Random? chance) = _known.GetValueOrDefault(id);
            chance ??= new Random(SeedOf(id));
            _known[id] = (runs + 1, chance);
            return _script.Next(id, runs + 1, chance);
        }
    }

    private void Forget(SimulatedContainer container)
    {
        lock (_lock)
        {
            _written[container.Spec.Id] = _written.GetValueOrDefault(container.Spec.Id) + container.BytesWritten;
            _living.Remove(container.Spec.Id);
        }
    }

    private void OnEnded(SimulatedContainer container, ExitStatus status) => RunEnded?.Invoke(new SimulatedRunEnd(container.Spec.Id, status, container.IsOutOfMemory));

    // string.GetHashCode differs from process to process; a seed must not.
    private int SeedOf(ContainerId id)
    {
        uint hash = 2166136261 ^ (uint)_seed;
        foreach (char c in id.ToString())
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }
}
