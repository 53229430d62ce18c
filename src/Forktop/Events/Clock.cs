using System.Diagnostics;

namespace Helios.Forktop;

/// <summary>The one clock of events: nanoseconds of CLOCK_MONOTONIC.</summary>
internal static class Clock
{
    /// <summary>Now.</summary>
    internal static long Now => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);
}
