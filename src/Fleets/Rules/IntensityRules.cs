using System.Collections.Immutable;

namespace Helios.Fleets;

/// <summary>The sliding window of restarts. Pure.</summary>
internal static class IntensityRules
{
    /// <summary>The restarts that are not older than the window.</summary>
    internal static ImmutableArray<DateTimeOffset> Within(ImmutableArray<DateTimeOffset> restarts, TimeSpan window, DateTimeOffset now)
        => restarts.RemoveAll(time => now - time >= window);
}
