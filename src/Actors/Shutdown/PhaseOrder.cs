using Helios.Actors.Configuration;

namespace Helios.Actors;

/// <summary>Puts phases in order.</summary>
internal static class PhaseOrder
{
    /// <summary>The known phases in their order, each configured one before the first phase that depends on it.</summary>
    /// <exception cref="ConfigurationException">Phases depend on each other in a circle.</exception>
    internal static List<string> Sort(IReadOnlyList<string> known, Config phases)
    {
        Dictionary<string, List<string>> before = new(StringComparer.Ordinal);
        for (int i = 0; i < known.Count; i++)
        {
            before[known[i]] = i == 0 ? [] : [known[i - 1]];
        }

        foreach (string name in phases.Keys())
        {
            if (!before.TryGetValue(name, out List<string>? dependencies))
            {
                before[name] = dependencies = [];
            }

            dependencies.AddRange(phases.GetStringList(name + ".depends-on"));
        }

        List<string> sorted = [];
        HashSet<string> open = [];
        foreach (string name in before.Keys.ToArray())
        {
            Visit(name);
        }

        return sorted;

        void Visit(string name)
        {
            if (sorted.Contains(name))
            {
                return;
            }

            if (!open.Add(name))
            {
                throw new ConfigurationException($"akka.coordinated-shutdown.phases: {name} depends on itself");
            }

            foreach (string dependency in before.GetValueOrDefault(name) ?? [])
            {
                Visit(dependency);
            }

            open.Remove(name);
            sorted.Add(name);
        }
    }
}
