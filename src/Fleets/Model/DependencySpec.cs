using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What must be true of a dependency before a container starts.</summary>
public enum DependencyCondition
{
    /// <summary>Its program runs.</summary>
    Started,

    /// <summary>It runs and is ready.</summary>
    Ready,

    /// <summary>It runs and its health check says healthy.</summary>
    Healthy,

    /// <summary>It has ended with code 0.</summary>
    Completed,
}

/// <summary>What happens to a container when a dependency ends later.</summary>
public enum DependencyLoss
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>It is stopped, waits until the condition holds again, and is started.</summary>
    Restart,

    /// <summary>It is stopped and stays down.</summary>
    Stop,
}

/// <summary>One dependency of a container on another.</summary>
/// <param name="On">The other container; for a replicated one every replica is a dependency of its own.</param>
/// <param name="Condition">What must be true before the start.</param>
/// <param name="Required">
/// <c>requires</c>: the start waits until the condition holds. Otherwise (<c>after</c>) it is only an order: the start waits as long as the other is on its
/// way up, and goes on when the other is down or has failed.
/// </param>
/// <param name="OnLoss">The effect of its end.</param>
public sealed record DependencySpec(ContainerId On, DependencyCondition Condition, bool Required, DependencyLoss OnLoss)
{
    /// <inheritdoc/>
    public override string ToString()
        => $"{(Required ? "requires" : "after")} {On} {Condition.ToString().ToLowerInvariant()}{(OnLoss == DependencyLoss.Ignore ? "" : $" on-loss {OnLoss.ToString().ToLowerInvariant()}")}";
}
