using Helios.Contracts;

namespace Helios.Backends.Simulated;

/// <summary>How a run really ended.</summary>
/// <param name="Id">The container.</param>
/// <param name="Status">Its wait status.</param>
/// <param name="OutOfMemory">Whether the OOM killer ended it.</param>
public readonly record struct SimulatedRunEnd(ContainerId Id, ExitStatus Status, bool OutOfMemory);
