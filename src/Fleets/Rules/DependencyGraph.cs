using System.Collections.Frozen;
using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>Who depends on whom. Immutable; edges to containers that do not exist are left out.</summary>
public sealed class DependencyGraph
{
    private readonly FrozenDictionary<ContainerId, ImmutableArray<ContainerId>> _dependencies;
    private readonly FrozenDictionary<ContainerId, ImmutableArray<ContainerId>> _dependents;

    private DependencyGraph(ImmutableArray<ContainerId> order, Dictionary<ContainerId, ImmutableArray<ContainerId>> dependencies)
    {
        Order = order;
        _dependencies = dependencies.ToFrozenDictionary();
        Dictionary<ContainerId, ImmutableArray<ContainerId>> dependents = order.ToDictionary(static id => id, static _ => ImmutableArray<ContainerId>.Empty);
        foreach (ContainerId id in order)
        {
            foreach (ContainerId dependency in dependencies[id])
            {
                dependents[dependency] = dependents[dependency].Add(id);
            }
        }

        _dependents = dependents.ToFrozenDictionary();
    }

    /// <summary>All containers, dependencies before dependents, otherwise in the given order.</summary>
    public ImmutableArray<ContainerId> Order { get; }

    /// <summary>Builds the graph, or tells the cycle: <c>a, b, a</c> when a depends on b and b on a.</summary>
    public static DependencyGraph? TryBuild(ImmutableArray<MemberSpec> members, out ImmutableArray<ContainerId> cycle)
    {
        HashSet<ContainerId> known = [.. members.Select(static member => member.Id)];
        Dictionary<ContainerId, ImmutableArray<ContainerId>> edges = members.ToDictionary(
            static member => member.Id,
            member => ImmutableArray.CreateRange(member.Dependencies.Select(static d => d.On).Where(known.Contains).Distinct()));
        ImmutableArray<ContainerId>.Builder order = ImmutableArray.CreateBuilder<ContainerId>(members.Length);
        HashSet<ContainerId> done = [];
        foreach (MemberSpec member in members)
        {
            cycle = Visit(member.Id, edges, done, order);
            if (!cycle.IsEmpty)
            {
                return null;
            }
        }

        cycle = [];
        return new DependencyGraph(order.DrainToImmutable(), edges);
    }

    /// <summary>Whom a container depends on.</summary>
    public ImmutableArray<ContainerId> DependenciesOf(ContainerId id) => _dependencies.GetValueOrDefault(id, []);

    /// <summary>Who depends on a container.</summary>
    public ImmutableArray<ContainerId> DependentsOf(ContainerId id) => _dependents.GetValueOrDefault(id, []);

    /// <summary>Those of <paramref name="remaining"/> that may be stopped now: nobody else in it depends on them, near or far.</summary>
    public ImmutableArray<ContainerId> NextToStop(IReadOnlySet<ContainerId> remaining)
    {
        HashSet<ContainerId> needed = [];
        Stack<ContainerId> open = new(remaining.SelectMany(id => DependenciesOf(id)));
        while (open.TryPop(out ContainerId id))
        {
            if (needed.Add(id))
            {
                foreach (ContainerId dependency in DependenciesOf(id))
                {
                    open.Push(dependency);
                }
            }
        }

        return [.. Order.Reverse().Where(id => remaining.Contains(id) && !needed.Contains(id)), .. remaining.Where(id => !_dependencies.ContainsKey(id)).Order()];
    }

    // Depth first with an explicit stack: a fleet of 10,000 in a chain must not overflow the thread's.
    private static ImmutableArray<ContainerId> Visit(
        ContainerId root, Dictionary<ContainerId, ImmutableArray<ContainerId>> edges, HashSet<ContainerId> done, ImmutableArray<ContainerId>.Builder order)
    {
        if (done.Contains(root))
        {
            return [];
        }

        List<(ContainerId Id, int Next)> path = [(root, 0)];
        HashSet<ContainerId> onPath = [root];
        while (path.Count > 0)
        {
            (ContainerId id, int next) = path[^1];
            if (next == edges[id].Length)
            {
                path.RemoveAt(path.Count - 1);
                onPath.Remove(id);
                done.Add(id);
                order.Add(id);
                continue;
            }

            path[^1] = (id, next + 1);
            ContainerId dependency = edges[id][next];
            if (onPath.Contains(dependency))
            {
                int first = path.FindIndex(step => step.Id == dependency);
                return [.. path.Skip(first).Select(static step => step.Id), dependency];
            }

            if (!done.Contains(dependency))
            {
                path.Add((dependency, 0));
                onPath.Add(dependency);
            }
        }

        return [];
    }
}
