using Helios.Backends.Simulated;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Simulation;

/// <summary>What is rehearsed.</summary>
/// <param name="Fleet">The fleet, as its file says it.</param>
/// <param name="Scenario">What its containers and the machine do.</param>
/// <param name="Length">For how long, in virtual time.</param>
public sealed record SimulationPlan(FleetDocument Fleet, Scenario Scenario, TimeSpan Length)
{
    /// <summary>Gets every message of the actors, in a line each; null for nowhere.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Puts something between the supervisor and the simulated backend, such as a fault of the supervisor that must be noticed; null for nothing.</summary>
    public Func<SimulatedBackend, IIsolationBackend>? Wrap { get; init; }

    /// <summary>What the supervisor is held to; differs from the fleet only where a test wants a supervisor that breaks its promise.</summary>
    internal FleetSpec? Promised { get; init; }
}
