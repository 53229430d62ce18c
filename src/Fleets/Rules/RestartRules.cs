using System.Collections.Immutable;
using System.Globalization;
using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>Decides whether and when a container is started again. Pure: clock and chance are parameters.</summary>
public static class RestartRules
{
    /// <summary>Decides.</summary>
    /// <param name="spec">The rules.</param>
    /// <param name="memory">What earlier ends left.</param>
    /// <param name="end">How the run ended.</param>
    /// <param name="now">The time.</param>
    /// <param name="chance">A number of at least 0 and less than 1 for the jitter.</param>
    public static RestartVerdict Decide(RestartSpec spec, RestartMemory memory, RunEnd end, DateTimeOffset now, double chance)
    {
        if (end.Wish is AfterStop.StayDown or AfterStop.Forget)
        {
            return new RestartVerdict.Stay();
        }

        if (end.Wish == AfterStop.StartAgain)
        {
            return new RestartVerdict.Again(TimeSpan.Zero, memory);
        }

        bool again = spec.Policy.Mode switch
        {
            RestartMode.No => false,
            RestartMode.OnFailure => end.IsFailure,
            _ => true,
        };
        if (!again)
        {
            return end.Cause is ExitCause.LaunchFailed failed ? new RestartVerdict.GiveUp(failed.ToString()) : new RestartVerdict.Stay();
        }

        bool healed = end.WasGood && end.RanFor >= spec.ResetAfter;
        int failures = !end.IsFailure ? 0 : healed ? 1 : memory.Failures + 1;
        if (spec.Policy.MaxRetries is { } retries && failures > retries)
        {
            return new RestartVerdict.GiveUp(string.Create(CultureInfo.InvariantCulture, $"failed {failures} times in a row, {retries} retries are allowed; last: {end.Cause}"));
        }

        ImmutableArray<DateTimeOffset> recent = memory.Restarts;
        if (spec.Intensity is { } intensity)
        {
            recent = IntensityRules.Within(recent, intensity.Window, now);
            if (recent.Length >= intensity.Restarts)
            {
                return new RestartVerdict.GiveUp($"more than {intensity}; last: {end.Cause}");
            }

            recent = recent.Add(now);
        }

        int steps = healed ? 0 : memory.Steps;
        return new RestartVerdict.Again(
            DelayAt(spec, steps, chance),
            new RestartMemory { Steps = steps + 1, Failures = failures, Restarts = recent });
    }

    /// <summary>The wait after <paramref name="steps"/> growths: <c>delay × factor^steps</c>, capped, less up to the jitter's part of it.</summary>
    public static TimeSpan DelayAt(RestartSpec spec, int steps, double chance)
    {
        double ticks = Math.Min(spec.Delay.Ticks * Math.Pow(spec.Factor, steps), spec.MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (1 - (spec.Jitter * chance))));
    }
}
