using Helios.Contracts;

namespace Helios.Supervisor;

/// <summary>Several containers that are brought down in order, dependents first.</summary>
/// <param name="remaining">Those that are not down yet.</param>
/// <param name="command">What each is told when it is its turn.</param>
/// <param name="startsAgain">Whether they start again by themselves afterwards; then nobody starts before all are down.</param>
/// <param name="done">What follows when all are down.</param>
internal sealed class StopOperation(
    HashSet<ContainerId> remaining, Func<ContainerId, ContainerProtocol.ICommand> command, bool startsAgain, Action<StopOperation> done)
{
    internal HashSet<ContainerId> Remaining { get; } = remaining;

    internal HashSet<ContainerId> Told { get; } = [];

    /// <summary>The order in which they came down.</summary>
    internal List<ContainerId> Order { get; } = [];

    /// <summary>Those that must not start before the end of the operation.</summary>
    internal IReadOnlyList<ContainerId> Gated { get; init; } = [];

    /// <summary>Those whose restart delay must be over before the end of the operation: they are the reason of it.</summary>
    internal IReadOnlyList<ContainerId> Awaited { get; init; } = [];

    internal bool StartsAgain { get; } = startsAgain;

    internal Action<StopOperation> Done { get; } = done;

    internal ContainerProtocol.ICommand CommandFor(ContainerId id) => command(id);
}
