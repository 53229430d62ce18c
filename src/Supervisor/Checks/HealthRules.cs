using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>Decides what a check's result means. Pure.</summary>
internal static class HealthRules
{
    /// <summary>The health after a check, and how many checks in a row have failed.</summary>
    /// <param name="spec">The rules.</param>
    /// <param name="before">The health before.</param>
    /// <param name="failures">Failures in a row before.</param>
    /// <param name="succeeded">How the check went.</param>
    /// <param name="age">How long the program has run.</param>
    internal static (Health Health, int Failures) After(HealthSpec spec, Health before, int failures, bool succeeded, TimeSpan age)
        => succeeded ? (Health.Healthy, 0)
            : before == Health.Starting && age < spec.StartPeriod ? (Health.Starting, 0)
            : failures + 1 >= spec.Retries ? (Health.Unhealthy, failures + 1)
            : (before, failures + 1);
}
