namespace Helios.Backends.Contract.Tests;

/// <summary>The contract on the Simulated backend, as far as a container without a program can keep it.</summary>
public sealed class SimulatedContract(SimulatedSubject subject, BusyboxRoot root)
    : BackendContract(subject, root), IClassFixture<SimulatedSubject>, IClassFixture<BusyboxRoot>;
