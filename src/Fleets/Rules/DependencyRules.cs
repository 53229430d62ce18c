using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>Decides whether a container may start, and what the end of a dependency does to it. Pure.</summary>
public static class DependencyRules
{
    /// <summary>What a container still waits for, in one clause; null when it may start.</summary>
    /// <param name="member">The container.</param>
    /// <param name="factsOf">The facts of another; null when there is no such container.</param>
    public static string? WaitsFor(MemberSpec member, Func<ContainerId, MemberFacts?> factsOf)
    {
        foreach (DependencySpec dependency in member.Dependencies)
        {
            MemberFacts? facts = factsOf(dependency.On);
            if (facts is { } known && Holds(dependency.Condition, known))
            {
                continue;
            }

            if (dependency.Required || (facts is { } other && IsOnItsWay(dependency.Condition, other)))
            {
                string state = facts is { } present ? Text(present) : "no such container";
                return $"waits for {dependency.On} to be {dependency.Condition.ToString().ToLowerInvariant()} ({state})";
            }
        }

        return null;
    }

    /// <summary>What a container waits for in vain, in one clause; null when everything it requires may still come.</summary>
    /// <param name="member">The container.</param>
    /// <param name="factsOf">The facts of another; null when there is no such container.</param>
    /// <param name="comesAgain">Whether a container that is down starts by itself: it has a schedule.</param>
    public static string? WaitsInVainFor(MemberSpec member, Func<ContainerId, MemberFacts?> factsOf, Func<ContainerId, bool> comesAgain)
    {
        foreach (DependencySpec dependency in member.Dependencies.Where(static dependency => dependency.Required))
        {
            if (factsOf(dependency.On) is { StartPending: false, State: ContainerState.Exited or ContainerState.Failed or ContainerState.Removed } facts
                && !Holds(dependency.Condition, facts) && !comesAgain(dependency.On))
            {
                return $"requires {dependency.On} to be {dependency.Condition.ToString().ToLowerInvariant()}, and it stays down ({Text(facts)})";
            }
        }

        return null;
    }

    /// <summary>What happens to those who depend on a container that was up and has just ended.</summary>
    /// <param name="ended">The container that ended.</param>
    /// <param name="dependents">Those who depend on it.</param>
    /// <param name="factsOf">The facts of each of them.</param>
    /// <returns>Whom it touches, and how; <see cref="DependencyLoss.Ignore"/> is left out.</returns>
    public static ImmutableArray<(ContainerId Id, DependencyLoss Effect)> AfterLoss(
        ContainerId ended, IEnumerable<MemberSpec> dependents, Func<ContainerId, MemberFacts?> factsOf)
    {
        ImmutableArray<(ContainerId, DependencyLoss)>.Builder effects = ImmutableArray.CreateBuilder<(ContainerId, DependencyLoss)>();
        foreach (MemberSpec member in dependents)
        {
            DependencyLoss effect = member.Dependencies
                .Where(d => d.On == ended && d.Condition != DependencyCondition.Completed)
                .Select(static d => d.OnLoss)
                .DefaultIfEmpty(DependencyLoss.Ignore)
                .Max();
            if (effect != DependencyLoss.Ignore
                && factsOf(member.Id) is { State: ContainerState.Preparing or ContainerState.Starting or ContainerState.Running or ContainerState.Paused })
            {
                effects.Add((member.Id, effect));
            }
        }

        return effects.DrainToImmutable();
    }

    /// <summary>Containers and everything that must run for them to start, dependencies first.</summary>
    /// <param name="ids">The containers.</param>
    /// <param name="memberOf">The specification of a container; null when there is no such container.</param>
    /// <param name="graph">Who depends on whom.</param>
    public static ImmutableArray<ContainerId> WithRequirements(IEnumerable<ContainerId> ids, Func<ContainerId, MemberSpec?> memberOf, DependencyGraph graph)
    {
        HashSet<ContainerId> wanted = [];
        Stack<ContainerId> open = new(ids);
        while (open.TryPop(out ContainerId id))
        {
            if (memberOf(id) is { } member && wanted.Add(id))
            {
                foreach (DependencySpec dependency in member.Dependencies.Where(static d => d.Required))
                {
                    open.Push(dependency.On);
                }
            }
        }

        return [.. graph.Order.Where(wanted.Contains), .. wanted.Except(graph.Order).Order()];
    }

    private static bool Holds(DependencyCondition condition, MemberFacts facts) => condition switch
    {
        DependencyCondition.Started => facts.IsUp,
        DependencyCondition.Ready => facts.IsUp && facts.Ready,
        DependencyCondition.Healthy => facts.IsUp && facts.Health == Health.Healthy,
        _ => !facts.IsActive && !facts.StartPending && facts.State != ContainerState.Waiting && facts.LastExit is ExitCause.Exited { ExitCode: 0 },
    };

    // A crash-looping neighbour (BackingOff) has had its turn: an order is not a requirement.
    private static bool IsOnItsWay(DependencyCondition condition, MemberFacts facts)
        => facts.StartPending
            || facts.State is ContainerState.Waiting or ContainerState.Preparing or ContainerState.Starting
            || (facts.IsUp && (condition != DependencyCondition.Healthy || facts.Health != Health.Unhealthy));

    private static string Text(MemberFacts facts)
        => facts.IsUp && !facts.Ready ? "running, not ready"
            : facts.IsUp && facts.Health is not Health.None ? $"running, {facts.Health.ToString().ToLowerInvariant()}"
            : !facts.IsActive && facts.LastExit is { } cause && facts.State is ContainerState.Exited or ContainerState.Failed or ContainerState.BackingOff
                ? $"{facts.State.ToString().ToLowerInvariant()}: {facts.LastExit}"
            : facts.State.ToString().ToLowerInvariant();
}
