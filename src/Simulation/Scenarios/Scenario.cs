using System.Collections.Immutable;
using Helios.Backends.Simulated;

namespace Helios.Simulation;

/// <summary>What the containers of a fleet do and what goes wrong with the machine.</summary>
public sealed record Scenario
{
    /// <summary>Everything runs steadily on a machine without faults.</summary>
    public static Scenario Steady { get; } = new();

    /// <summary>What the wall clock shows at the start.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The containers; the first pattern that fits a name counts.</summary>
    public ImmutableArray<ContainerScenario> Containers { get; init; } = [];

    /// <summary>The machine.</summary>
    public ImmutableArray<HostFault> Host { get; init; } = [];

    /// <summary>Whether the pids of the dead come back at once.</summary>
    public bool ReusesPids { get; init; }

    /// <summary>The same for the simulated backend.</summary>
    public SimulationScript ToScript()
        => Containers.Aggregate(SimulationScript.Steady, static (script, container) => script.WithRandom(container.Pattern, container.Draw));
}
