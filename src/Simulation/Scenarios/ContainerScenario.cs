using System.Collections.Immutable;
using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Simulation;

/// <summary>One way in which a run ends by itself.</summary>
/// <param name="Status">How.</param>
/// <param name="Weight">How likely, beside the weights of the others; more than 0.</param>
public readonly record struct WeightedExit(ExitStatus Status, double Weight);

/// <summary>A start that sometimes fails.</summary>
/// <param name="Probability">0 to 1.</param>
/// <param name="Failure">The step, the reason and the exit code.</param>
/// <param name="AtPreparation">Whether it fails before the program's process exists.</param>
public sealed record StartFailure(double Probability, ExitCause.LaunchFailed Failure, bool AtPreparation);

/// <summary>What the containers of one name or pattern do. Everything that is not said is steady and at once.</summary>
public sealed record ContainerScenario
{
    /// <summary>A name, or the begin of one followed by <c>*</c>.</summary>
    public string Pattern { get; init; } = "*";

    /// <summary>How long the kernel objects take.</summary>
    public Distribution? PrepareTime { get; init; }

    /// <summary>How long the launch takes.</summary>
    public Distribution? StartTime { get; init; }

    /// <summary>How starts fail; null is never.</summary>
    public StartFailure? FailsToStart { get; init; }

    /// <summary>How long a run lasts by itself; null is until it is stopped.</summary>
    public Distribution? Lifetime { get; init; }

    /// <summary>How it then ends; empty is with code 0.</summary>
    public ImmutableArray<WeightedExit> Exits { get; init; } = [];

    /// <summary>The end after <see cref="Lifetime"/> is the OOM killer's doing: the group whose limit was reached, or "" for the whole machine. Null is no OOM.</summary>
    public string? OomCgroup { get; init; }

    /// <summary>Memory at the start.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Memory that is added in an hour, until the limit of the fleet file is reached and the OOM killer comes.</summary>
    public ByteSize? MemoryPerHour { get; init; }

    /// <summary>When it sends READY=1; null is at once.</summary>
    public Distribution? ReadyAfter { get; init; }

    /// <summary>Whether it never sends READY=1.</summary>
    public bool NeverReady { get; init; }

    /// <summary>When its ports and commands begin to answer.</summary>
    public Distribution? AnswersAfter { get; init; }

    /// <summary>How long an answer takes.</summary>
    public Distribution? AnswerTime { get; init; }

    /// <summary>When health checks begin to fail; null is never.</summary>
    public Distribution? SickAfter { get; init; }

    /// <summary>For how long; null is to the end of the run.</summary>
    public Distribution? SickFor { get; init; }

    /// <summary>Which health checks succeed, in turn; empty is all.</summary>
    public ImmutableArray<bool> HealthPattern { get; init; } = [];

    /// <summary>How often it sends WATCHDOG=1; null is never.</summary>
    public Distribution? WatchdogEvery { get; init; }

    /// <summary>When it hangs; null is never.</summary>
    public Distribution? HangsAfter { get; init; }

    /// <summary>How long it takes to end after a stop signal; null is no time.</summary>
    public Distribution? StopTime { get; init; }

    /// <summary>Whether only KILL ends it.</summary>
    public bool IgnoresStop { get; init; }

    /// <summary>Lines of output each time.</summary>
    public int OutputLines { get; init; }

    /// <summary>How often; null is once.</summary>
    public Distribution? OutputEvery { get; init; }

    /// <summary>Bytes of a line.</summary>
    public int OutputLineBytes { get; init; } = 80;

    /// <summary>When its control group vanishes; null is never.</summary>
    public Distribution? LosesCgroupAfter { get; init; }

    /// <summary>What its first runs do instead, in turn; later ones do what this says.</summary>
    public ImmutableArray<ContainerScenario> Runs { get; init; } = [];

    /// <summary>Draws what one run does.</summary>
    /// <param name="run">Which, from 1.</param>
    /// <param name="chance">The container's own source of chance.</param>
    public SimulatedBehaviour Draw(int run, Random chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        if (run <= Runs.Length)
        {
            return Runs[run - 1].Draw(int.MaxValue, chance);
        }

        // Always the same number of draws in the same order, so that one changed key does not change what the others draw.
        bool fails = chance.NextDouble() < (FailsToStart?.Probability ?? 0);
        ExitStatus exit = DrawExit(chance.NextDouble());
        return new SimulatedBehaviour
        {
            PrepareTime = PrepareTime?.Draw(chance) ?? TimeSpan.Zero,
            StartTime = StartTime?.Draw(chance) ?? TimeSpan.Zero,
            PrepareFailure = fails && FailsToStart!.AtPreparation ? FailsToStart.Failure : null,
            StartFailure = fails && !FailsToStart!.AtPreparation ? FailsToStart.Failure : null,
            Lifetime = Lifetime?.Draw(chance),
            Exit = exit,
            OomCgroup = OomCgroup,
            Memory = Memory ?? SimulatedBehaviour.Steady.Memory,
            MemoryGrowth = MemoryPerHour ?? default,
            NotifiesReadyAfter = NeverReady ? null : ReadyAfter?.Draw(chance) ?? TimeSpan.Zero,
            AnswersAfter = AnswersAfter?.Draw(chance) ?? TimeSpan.Zero,
            AnswerTime = AnswerTime?.Draw(chance) ?? TimeSpan.Zero,
            SickAfter = SickAfter?.Draw(chance),
            SickFor = SickFor?.Draw(chance),
            AnswerPattern = HealthPattern,
            WatchdogEvery = WatchdogEvery?.Draw(chance),
            HangsAfter = HangsAfter?.Draw(chance),
            StopTime = IgnoresStop ? null : StopTime?.Draw(chance) ?? TimeSpan.Zero,
            OutputLines = OutputLines,
            OutputEvery = OutputEvery?.Draw(chance),
            OutputLineBytes = OutputLineBytes,
            LosesCgroupAfter = LosesCgroupAfter?.Draw(chance),
        };
    }

    private ExitStatus DrawExit(double share)
    {
        double rest = share * Exits.Sum(static exit => exit.Weight);
        foreach (WeightedExit exit in Exits)
        {
            rest -= exit.Weight;
            if (rest < 0)
            {
                return exit.Status;
            }
        }

        return Exits.IsEmpty ? ExitStatus.Exited(0) : Exits[^1].Status;
    }
}
