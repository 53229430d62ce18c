using Helios.Contracts;
using Helios.Supervisor;

namespace Helios.Simulation;

/// <summary>One run as a journal has it: what the backend reported of it.</summary>
/// <param name="Container">The container.</param>
/// <param name="Began">When the start began.</param>
/// <param name="StartTime">From there to the execution of the program; null when it never was executed.</param>
/// <param name="ReadyAfter">From the execution to ready; null when it never was.</param>
/// <param name="Lifetime">From the execution to the end.</param>
/// <param name="Kind">What kind of end.</param>
/// <param name="Code">Its exit code, the number of the signal, or the kind of the launch failure.</param>
/// <param name="Step">The launch step that failed, or the group whose memory limit was reached; empty otherwise.</param>
/// <param name="Reason">Why that step failed; empty otherwise.</param>
public sealed record JournalRun(
    ContainerId Container, DateTimeOffset Began, TimeSpan? StartTime, TimeSpan? ReadyAfter, TimeSpan? Lifetime, JournalEnd Kind, int Code, string Step, string Reason)
{
    /// <summary>The record of a run that ended; null when it ended without a cause.</summary>
    public static JournalRun? Of(ContainerId container, RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (JournalEnd kind, int code, string step, string reason) = run.Cause switch
        {
            ExitCause.Exited exited => (JournalEnd.Exited, exited.ExitCode, "", ""),
            ExitCause.Signaled signaled => (JournalEnd.Signaled, signaled.Signal.Number, "", ""),
            ExitCause.Seccomp => (JournalEnd.Signaled, 31, "", ""),
            ExitCause.OutOfMemory memory => (JournalEnd.OutOfMemory, 0, memory.Cgroup ?? "", ""),
            ExitCause.LaunchFailed failed => (JournalEnd.LaunchFailed, (int)failed.Kind, failed.Step, failed.Reason),
            ExitCause.Stopped stopped => (stopped.Forced ? JournalEnd.StoppedByForce : JournalEnd.Stopped, stopped.Status.Code, "", ""),
            _ => (JournalEnd.Lost, 0, "", ""),
        };
        return run.Cause is null ? null : new JournalRun(
            container, run.Began, run.Executed - run.Began, run.BecameReady - run.Executed, run.Ended - run.Executed, kind, code, step, reason);
    }
}

/// <summary>What kind of end a run had. The numbers are the journal's.</summary>
public enum JournalEnd
{
    /// <summary>By itself, with a code.</summary>
    Exited = 0,

    /// <summary>By a signal that nobody known sent.</summary>
    Signaled = 1,

    /// <summary>By the OOM killer.</summary>
    OutOfMemory = 2,

    /// <summary>It never began.</summary>
    LaunchFailed = 3,

    /// <summary>It was asked to end and did.</summary>
    Stopped = 4,

    /// <summary>It was asked to end, did not, and was killed.</summary>
    StoppedByForce = 5,

    /// <summary>Nobody knows.</summary>
    Lost = 6,
}
