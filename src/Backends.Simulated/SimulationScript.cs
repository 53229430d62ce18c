using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.Simulated;

/// <summary>Which container behaves how, run by run. Immutable; the first rule that fits a name counts.</summary>
public sealed class SimulationScript
{
    private readonly ImmutableArray<(string Pattern, Func<int, Random, SimulatedBehaviour> Behave)> _rules;

    private SimulationScript(ImmutableArray<(string, Func<int, Random, SimulatedBehaviour>)> rules) => _rules = rules;

    /// <summary>Everything runs steadily.</summary>
    public static SimulationScript Steady { get; } = new([]);

    /// <summary>Adds a rule: the runs of a container behave like the listed behaviours in turn, the last one for ever after.</summary>
    /// <param name="pattern">A name, or the begin of one followed by <c>*</c>.</param>
    /// <param name="runs">At least one.</param>
    public SimulationScript With(string pattern, params ImmutableArray<SimulatedBehaviour> runs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(runs.Length);
        return WithRandom(pattern, (run, _) => runs[Math.Min(run, runs.Length) - 1]);
    }

    /// <summary>Adds a rule that draws each run's behaviour.</summary>
    /// <param name="pattern">A name, or the begin of one followed by <c>*</c>.</param>
    /// <param name="behave">Gets the run's number, from 1, and the container's own source of chance.</param>
    public SimulationScript WithRandom(string pattern, Func<int, Random, SimulatedBehaviour> behave) => new(_rules.Add((pattern, behave)));

    /// <summary>Whether a rule is for a container.</summary>
    /// <param name="pattern">A name, or the begin of one followed by <c>*</c>.</param>
    /// <param name="id">The container.</param>
    public static bool Fits(string pattern, ContainerId id)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        string name = id.ToString();
        return pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1)) : name == pattern;
    }

    internal SimulatedBehaviour Next(ContainerId id, int run, Random chance)
    {
        foreach ((string pattern, Func<int, Random, SimulatedBehaviour> behave) in _rules)
        {
            if (Fits(pattern, id))
            {
                return behave(run, chance);
            }
        }

        return SimulatedBehaviour.Steady;
    }
}
