using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Backends.Simulated;

/// <summary>What one run of a simulated container does. Times count from the execution of its program unless said otherwise.</summary>
public sealed record SimulatedBehaviour
{
    /// <summary>Runs until it is stopped, ends at the first signal, is ready at once, answers everything.</summary>
    public static SimulatedBehaviour Steady { get; } = new();

    /// <summary>Runs for a while and ends with a code.</summary>
    public static SimulatedBehaviour ExitsAfter(TimeSpan lifetime, int code) => new() { Lifetime = lifetime, Exit = ExitStatus.Exited(code) };

    /// <summary>A start step that fails; null succeeds.</summary>
    public ExitCause.LaunchFailed? PrepareFailure { get; init; }

    /// <summary>A launch step that fails after <see cref="StartTime"/>; null succeeds.</summary>
    public ExitCause.LaunchFailed? StartFailure { get; init; }

    /// <summary>How long making the kernel objects takes.</summary>
    public TimeSpan PrepareTime { get; init; }

    /// <summary>How long the launch takes.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>How long it runs by itself; null is until it is stopped.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>How it ends after <see cref="Lifetime"/>.</summary>
    public ExitStatus Exit { get; init; } = ExitStatus.Exited(0);

    /// <summary>Its end after <see cref="Lifetime"/> is the OOM killer's doing: the group whose limit was reached, or "" for the whole machine. Null is no OOM.</summary>
    public string? OomCgroup { get; init; }

    /// <summary>How long it takes to end after the stop signal; null ignores every signal but KILL.</summary>
    public TimeSpan? StopTime { get; init; } = TimeSpan.Zero;

    /// <summary>How it ends after a stop signal; null is by that signal.</summary>
    public ExitStatus? StopExit { get; init; }

    /// <summary>When it sends READY=1; null is never.</summary>
    public TimeSpan? NotifiesReadyAfter { get; init; } = TimeSpan.Zero;

    /// <summary>How often it sends WATCHDOG=1; null is never.</summary>
    public TimeSpan? WatchdogEvery { get; init; }

    /// <summary>When it stops sending WATCHDOG=1: it hangs. Null is never.</summary>
    public TimeSpan? HangsAfter { get; init; }

    /// <summary>When its commands and ports begin to answer.</summary>
    public TimeSpan AnswersAfter { get; init; }

    /// <summary>When its commands and ports begin to fail; null is never.</summary>
    public TimeSpan? SickAfter { get; init; }

    /// <summary>How long they fail after <see cref="SickAfter"/>; null is to the end of the run.</summary>
    public TimeSpan? SickFor { get; init; }

    /// <summary>Which answers succeed, in the order of the questions and then again from the first; empty is all. Beside the times above, which come first.</summary>
    public ImmutableArray<bool> AnswerPattern { get; init; } = [];

    /// <summary>How long an answer takes.</summary>
    public TimeSpan AnswerTime { get; init; }

    /// <summary>Lines of output at once at the start and then every <see cref="OutputEvery"/>.</summary>
    public int OutputLines { get; init; }

    /// <summary>How often it writes; null is once.</summary>
    public TimeSpan? OutputEvery { get; init; }

    /// <summary>The length of a line in bytes, the newline included.</summary>
    public int OutputLineBytes { get; init; } = 80;

    /// <summary>When its control group vanishes under it: figures are gone and killing the group fails. Null is never.</summary>
    public TimeSpan? LosesCgroupAfter { get; init; }

    /// <summary>Memory in use at the start.</summary>
    public ByteSize Memory { get; init; } = ByteSize.FromMiB(8);

    /// <summary>Memory that is added in an hour, evenly. Where it reaches the limit of the specification, the OOM killer ends the run.</summary>
    public ByteSize MemoryGrowth { get; init; }

    /// <summary>Processor time it uses, as a share of one processor.</summary>
    public double CpuShare { get; init; } = 0.01;
}
