using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Simulation;

/// <summary>Why a container waits: the chain of dependencies down to the one that will not come.</summary>
internal static class StallRules
{
    /// <summary>One clause, such as <c>waits for db (requires healthy), which is unhealthy</c>; null when no dependency is the reason.</summary>
    internal static string? Why(ContainerTrack track, IReadOnlyDictionary<ContainerId, ContainerTrack> all)
    {
        List<string> chain = [];
        HashSet<ContainerId> seen = [track.Id];
        while (track.Member.Dependencies.FirstOrDefault(one => one.Required && !Holds(one, all[one.On])) is { } dependency && seen.Add(dependency.On))
        {
            track = all[dependency.On];
            chain.Add($"waits for {dependency.On} ({dependency.Condition.ToString().ToLowerInvariant()})");
        }

        return chain.Count == 0 ? null : $"{string.Join(", which ", chain)}, which {State(track)}";
    }

    private static bool Holds(DependencySpec dependency, ContainerTrack other) => dependency.Condition switch
    {
        DependencyCondition.Completed => other.Now == Condition.Rest && other.LastExit is ExitCause.Exited { ExitCode: 0 },
        DependencyCondition.Started => other.Now is Condition.Running or Condition.Ready or Condition.Unhealthy,
        DependencyCondition.Ready => other.Now is Condition.Ready or Condition.Unhealthy,
        _ => other.Now == Condition.Ready,
    };

    private static string State(ContainerTrack track) => track.Now switch
    {
        Condition.Failed => $"has failed ({track.LastExit?.ToString() ?? "never started"})",
        Condition.BackingOff => $"keeps failing ({track.LastExit})",
        Condition.Running => "runs and is not ready",
        Condition.Unhealthy => "is unhealthy",
        Condition.Waiting => "waits itself",
        Condition.Starting => "is being started",
        Condition.Stopping => "is being stopped",
        Condition.Ready => "is ready",
        _ => track.LastExit is { } exit ? $"is down ({exit})" : "was never started",
    };
}
