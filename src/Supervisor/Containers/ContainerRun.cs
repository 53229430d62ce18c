using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>One run of a container: its kernel objects and everything under way. Kept by the holder, so it outlives an actor instance.</summary>
internal sealed class ContainerRun(int number, MemberSpec member, DateTimeOffset began, string startedBy) : IDisposable
{
    internal int Number { get; } = number;

    /// <summary>What was launched; the container's specification may have changed since.</summary>
    internal MemberSpec Member { get; } = member;

    internal DateTimeOffset Began { get; } = began;

    internal string StartedBy { get; } = startedBy;

    internal CancellationTokenSource Cancel { get; } = new();

    internal RunPlumbing? Plumbing { get; set; }

    internal Task<IContainer>? Preparing { get; set; }

    internal IContainer? Container { get; set; }

    internal Task? Starting { get; set; }

    internal DateTimeOffset? Executed { get; set; }

    internal Task<HookResult>? PostStart { get; set; }

    internal bool PostStartDone { get; set; }

    /// <summary>It has shown that it is ready; it counts as ready when the post-start command has succeeded too.</summary>
    internal bool SaidReady { get; set; }

    internal DateTimeOffset? BecameReady { get; set; }

    internal Health Health { get; set; }

    internal string? StatusText { get; set; }

    internal (Task Done, IActorRef Asker, ContainerProtocol.ICommand Command)? Freezing { get; set; }

    internal StopOrder? Stop { get; set; }

    internal Task<HookResult>? PreStop { get; set; }

    internal Task? Killing { get; set; }

    internal (Signal Signal, string By)? LastSignal { get; set; }

    internal ExitCause? LaunchFailure { get; set; }

    internal ExitStatus? Status { get; set; }

    internal DateTimeOffset? Ended { get; set; }

    internal Task<HookResult>? Finishing { get; set; }

    /// <summary>Why it ended; set when the clean-up begins.</summary>
    internal ExitCause? Cause { get; set; }

    /// <summary>Whether its notifications are being heard.</summary>
    internal bool IsListening { get; set; }

    /// <summary>The run as the history keeps it.</summary>
    internal RunRecord ToRecord(ExitCause? cause) => new(Number, Began, Executed, BecameReady, Ended, cause, StartedBy);

    /// <summary>Why it ended: what the backend saw, joined with who asked.</summary>
    internal ExitCause Explain()
    {
        if (Stop is { } stop && Executed is null)
        {
            return new ExitCause.Stopped(stop.By, Status ?? ExitStatus.Killed(Signal.Kill), false);
        }

        if (LaunchFailure is { } failure)
        {
            return failure;
        }

        if (Container is null || Status is not { } status)
        {
            return new ExitCause.Lost("the backend cannot tell how it ended");
        }

        ExitCause seen = Container.ExplainExit(status);
        if (seen is not (ExitCause.Exited or ExitCause.Signaled))
        {
            return seen;
        }

        if (Stop is { } asked)
        {
            return new ExitCause.Stopped(asked.By, status, asked.Forced);
        }

        return LastSignal is { } sent && status.Signal == sent.Signal ? new ExitCause.Stopped(sent.By, status, false) : seen;
    }

    /// <inheritdoc/>
    public void Dispose() => Cancel.Dispose();
}
