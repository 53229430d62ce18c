using Helios.Actors.Configuration;

namespace Helios.Actors.Deterministic;

/// <summary>Runs one scenario under many seeds, each an order in which things may happen.</summary>
public static class Exploration
{
    /// <summary>Runs the scenario under that many seeds, the first one and those after it.</summary>
    /// <exception cref="ExplorationException">The scenario threw; the exception names the seed.</exception>
    public static void Explore(int seeds, Action<DeterministicSystem> scenario, ulong firstSeed = 1, Config? config = null)
        => Explore(Enumerable.Range(0, seeds).Select(index => firstSeed + (ulong)index), scenario, config);

    /// <summary>Runs the scenario under each seed.</summary>
    /// <param name="seeds">The seeds; one of them to repeat a failure.</param>
    /// <param name="scenario">Drives the system and throws when something is wrong.</param>
    /// <param name="config">Settings of the systems.</param>
    /// <exception cref="ExplorationException">The scenario threw; the exception names the seed.</exception>
    public static void Explore(IEnumerable<ulong> seeds, Action<DeterministicSystem> scenario, Config? config = null)
    {
        foreach (ulong seed in seeds)
        {
            using DeterministicSystem system = DeterministicSystem.Create("exploration", seed, config, keepLines: 50);
            try
            {
                scenario(system);
            }
            catch (Exception e)
            {
                throw new ExplorationException(seed, system.LastLines, e);
            }
        }
    }
}
