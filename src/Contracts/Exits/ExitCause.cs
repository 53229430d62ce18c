using System.Globalization;

namespace Helios.Contracts;

/// <summary>Why a container is no longer running: not a number to guess from, but the reason, joined from all that was seen.</summary>
public abstract record ExitCause
{
    /// <summary>The exit code when the command could not be started for a reason of Helios or the kernel.</summary>
    public const int LaunchFailedCode = 125;

    /// <summary>The exit code when the command was found but could not be executed.</summary>
    public const int NotExecutableCode = 126;

    /// <summary>The exit code when the command was not found.</summary>
    public const int NotFoundCode = 127;

    private ExitCause()
    {
    }

    /// <summary>The exit code a shell or podman user would see.</summary>
    public abstract int Code { get; }

    /// <summary>Whether it was the payload's own doing: it called exit, or died of its own fault signal.</summary>
    public virtual bool IsOwnChoice => false;

    /// <summary>The exit code of a launch that failed.</summary>
    public static int CodeOf(LaunchFailure kind) => kind switch
    {
        LaunchFailure.NotFound => NotFoundCode,
        LaunchFailure.NotExecutable => NotExecutableCode,
        _ => LaunchFailedCode,
    };

    /// <summary>What a payload's status means, with what its control group says.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="outOfMemory">What the OOM killer did in its group; null for nothing.</param>
    public static ExitCause Of(ExitStatus status, OutOfMemory? outOfMemory)
    {
        // 137 without a signal: the payload was a shell that reports how its own child was killed.
        if (outOfMemory is not null && status.Code == 128 + Signal.Kill.Number)
        {
            return outOfMemory;
        }

        const int badSystemCall = 31;
        return status.Signal switch
        {
            null => new Exited(status.Code),
            { Number: badSystemCall } => new Seccomp(),
            { } signal => new Signaled(signal),
        };
    }

    /// <summary>One clause without the container's name, such as <c>killed: memory limit 64 MiB reached</c>.</summary>
    public abstract override string ToString();

    /// <summary>The payload ended by itself.</summary>
    public sealed record Exited(int ExitCode) : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => ExitCode;

        /// <inheritdoc/>
        public override bool IsOwnChoice => true;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}");
    }

    /// <summary>A signal that nobody known sent.</summary>
    public sealed record Signaled(Signal Signal) : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => 128 + Signal.Number;

        /// <inheritdoc/>
        public override string ToString() => $"killed by {Signal}";
    }

    /// <summary>The kernel's OOM killer took it.</summary>
    /// <param name="Cgroup">The group whose limit was reached: the container's id, or an ancestor's name; null when the whole machine was short.</param>
    /// <param name="Limit">That limit, where it could be read.</param>
    public sealed record OutOfMemory(string? Cgroup, ByteSize? Limit) : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => 137;

        /// <inheritdoc/>
        public override string ToString()
            => Cgroup is null ? "killed: the machine ran out of memory"
                : $"killed: memory limit {(Limit is { } limit ? limit.ToString() + " " : "")}of {Cgroup} reached";
    }

    /// <summary>The system call filter killed it.</summary>
    public sealed record Seccomp : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => 128 + 31;

        /// <inheritdoc/>
        public override string ToString() => "killed: a system call that the seccomp filter forbids";
    }

    /// <summary>It never became the payload.</summary>
    /// <param name="Step">The step of the launch plan that failed.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Kind">What kind of failure it is; programs decide by this and never by the words.</param>
    public sealed record LaunchFailed(string Step, string Reason, LaunchFailure Kind = LaunchFailure.Step) : ExitCause
    {
        /// <summary>The fault of the specification; null unless that is the kind.</summary>
        public SpecFault? Fault { get; init; }

        /// <inheritdoc/>
        public override int Code => CodeOf(Kind);

        /// <summary>The specification has a fault.</summary>
        public static LaunchFailed Invalid(SpecFault fault) => new("validate", fault.ToString(), LaunchFailure.Validation) { Fault = fault };

        /// <summary>The name belongs to a container that is alive.</summary>
        public static LaunchFailed NameTaken(ContainerId id)
            => new("claim the name", $"a container named {id} is there already; choose another --name", LaunchFailure.NameTaken);

        /// <summary>The step and the reason, without the clause that nothing was started.</summary>
        public string Describe() => Kind == LaunchFailure.Validation ? Reason : $"{Step}: {Reason}";

        /// <inheritdoc/>
        public override string ToString() => "not started: " + Describe();
    }

    /// <summary>Somebody asked for its end and it ended.</summary>
    /// <param name="Requester">Who: a user, a group strategy, the watchdog.</param>
    /// <param name="Status">How it then ended.</param>
    /// <param name="Forced">Whether the grace period ran out and the control group was killed.</param>
    public sealed record Stopped(string Requester, ExitStatus Status, bool Forced) : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => Status.Code;

        /// <inheritdoc/>
        public override string ToString() => $"stopped by {Requester}{(Forced ? " (killed after the grace period)" : "")}, {Status}";
    }

    /// <summary>It is gone and nobody can tell how it ended.</summary>
    public sealed record Lost(string Reason) : ExitCause
    {
        /// <inheritdoc/>
        public override int Code => LaunchFailedCode;

        /// <inheritdoc/>
        public override string ToString() => $"lost: {Reason}";
    }
}
