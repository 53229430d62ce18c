using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>One container of a fleet: what it is, and how it is looked after.</summary>
public sealed record MemberSpec
{
    /// <summary>What it is.</summary>
    public required ContainerSpec Container { get; init; }

    /// <summary>Its name.</summary>
    public ContainerId Id => Container.Id;

    /// <summary>Its key below <c>containers</c> in the fleet file; several replicas share one. For a container of <c>helios run</c> its name.</summary>
    public required string Key { get; init; }

    /// <summary>Which replica it is, from 1; null when it is not replicated.</summary>
    public int? Index { get; init; }

    /// <summary>The group it is in.</summary>
    public string Group { get; init; } = GroupSpec.RootName;

    /// <summary>The backend by name; null is the daemon's default.</summary>
    public string? Backend { get; init; }

    /// <summary>Whether it starts with the fleet; otherwise only by command or schedule.</summary>
    public bool AutoStart { get; init; } = true;

    /// <summary>Whether its end for good takes the whole group down.</summary>
    public bool Essential { get; init; }

    /// <summary>Whether it is removed when it has ended for good (<c>helios run --rm</c>).</summary>
    public bool RemoveAfterExit { get; init; }

    /// <summary>How it is restarted.</summary>
    public RestartSpec Restart { get; init; } = RestartSpec.Default;

    /// <summary>What it waits for.</summary>
    public ImmutableArray<DependencySpec> Dependencies { get; init; } = [];

    /// <summary>How it shows that it is ready.</summary>
    public ReadinessSpec Readiness { get; init; } = new ReadinessSpec.Started(TimeSpan.Zero);

    /// <summary>How its health is checked; null is not at all.</summary>
    public HealthSpec? Health { get; init; }

    /// <summary>It must send <c>WATCHDOG=1</c> at least this often once it is ready, or it is killed and restarted. See sd_notify(3).</summary>
    public TimeSpan? Watchdog { get; init; }

    /// <summary>Its commands.</summary>
    public HooksSpec Hooks { get; init; } = HooksSpec.None;

    /// <summary>When it runs, if periodically.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Where its output goes.</summary>
    public LogSpec Logs { get; init; } = LogSpec.Default;

    /// <summary>How many of its last runs are remembered.</summary>
    public int History { get; init; } = 20;
}
