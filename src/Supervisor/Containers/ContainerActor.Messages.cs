using Helios.Contracts;

namespace Helios.Supervisor;

/// <content>What the actor tells itself.</content>
internal partial class ContainerActor
{
    private interface IOfRun
    {
        int Run { get; }
    }

    private sealed record BackOffOver;

    private sealed record ScheduleDue;

    private sealed record Prepared(int Run, IContainer Container) : IOfRun;

    private sealed record Started(int Run) : IOfRun;

    private sealed record LaunchFailed(int Run, ExitCause Cause) : IOfRun;

    private sealed record ProcessEnded(int Run, ExitStatus Status) : IOfRun;

    private sealed record PostStartEnded(int Run, HookResult Result) : IOfRun;

    private sealed record PreStopEnded(int Run, HookResult Result) : IOfRun;

    private sealed record FreezeEnded(int Run, string? Failure) : IOfRun;

    private sealed record GraceOver(int Run) : IOfRun;

    private sealed record KillAgain(int Run) : IOfRun;

    private sealed record KillFailed(int Run, string Reason) : IOfRun;

    private sealed record Finished(int Run, HookResult Result) : IOfRun;

    private sealed record ReadyTimeCame(int Run) : IOfRun;

    private sealed record ReadyTimeout(int Run) : IOfRun;

    private sealed record WatchdogOver(int Run) : IOfRun;

    private sealed record Notified(int Run, string Datagram) : IOfRun;

    private sealed record ExecLaunched(string Session, IContainerProcess Process);

    private sealed record ExecFailed(string Session, ExitCause.LaunchFailed Cause);

    private sealed record SessionEnded(string Session, ExitStatus Status);
}
