using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Fleets;
using Microsoft.Win32.SafeHandles;

namespace Helios.Supervisor;

/// <summary>What one container is asked and what it answers. Every command and query gets exactly one reply, in every state.</summary>
/// <remarks>
/// Sent to the fleet, which hands it to the container named by <see cref="IMessage.Id"/>; an unknown name is answered with <see cref="Refused"/>.
/// A handle in a reply stays the supervisor's own and is valid until the container or session ends: duplicate it at once (SCM_RIGHTS does).
/// A handle in a command is duplicated by the receiver; the sender closes its own after the reply.
/// </remarks>
public static class ContainerProtocol
{
    /// <summary>Everything that names one container.</summary>
    public interface IMessage
    {
        /// <summary>The container.</summary>
        ContainerId Id { get; }
    }

    /// <summary>Asks for a change.</summary>
    public interface ICommand : IMessage
    {
        /// <summary>Who asks, as exit causes and events will show it, such as <c>ada (uid 1000)</c>.</summary>
        string By { get; }
    }

    /// <summary>Asks for knowledge.</summary>
    public interface IQuery : IMessage;

    /// <summary>Answers a command or a query.</summary>
    public interface IReply : IMessage;

    /// <summary>Tells what happened; nobody answers.</summary>
    public interface IEvent : IMessage;

    // Commands

    /// <summary>Start it. <see cref="Accepted"/> also when it is up or on its way up; forgets a give-up and sets the restart delay back.</summary>
    public sealed record Start(ContainerId Id, string By) : ICommand;

    /// <summary>Stop it and leave it down: stop signal, grace, then everything of its control group is killed. Answered when it is down.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="By">Who asks.</param>
    /// <param name="Grace">Instead of the specification's grace.</param>
    public sealed record Stop(ContainerId Id, string By, TimeSpan? Grace = null) : ICommand
    {
        /// <summary>Whether the stop only passes: what is wanted of the container stays as it is, such as when the daemon itself ends.</summary>
        internal bool IsPassing { get; init; }
    }

    /// <summary>Send a signal. KILL goes to every process of the control group and the restart policy does not bring it back; others go to the payload only.</summary>
    public sealed record Kill(ContainerId Id, string By, Signal Signal) : ICommand;

    /// <summary>Stop it if it is up, then start it. Answered when the program has been executed again.</summary>
    public sealed record Restart(ContainerId Id, string By, TimeSpan? Grace = null) : ICommand
    {
        /// <summary>A group or a lost dependency asks, not a person: earlier failures are not forgotten.</summary>
        internal bool BySupervision { get; init; }
    }

    /// <summary>Freeze it. Health checks and the watchdog rest meanwhile.</summary>
    public sealed record Pause(ContainerId Id, string By) : ICommand;

    /// <summary>Thaw it.</summary>
    public sealed record Resume(ContainerId Id, string By) : ICommand;

    /// <summary>Forget it. Refused while it is up unless <paramref name="Force"/>, which kills it first; refused for a container of the fleet file.</summary>
    public sealed record Remove(ContainerId Id, string By, bool Force = false) : ICommand;

    /// <summary>Start another process inside. Answered by <see cref="ExecStarted"/> when it has been executed.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="By">Who asks.</param>
    /// <param name="Spec">What.</param>
    /// <param name="Io">The client's own descriptors, received by SCM_RIGHTS; unused when the specification has a terminal.</param>
    public sealed record Exec(ContainerId Id, string By, ExecSpec Spec, ContainerIo Io) : ICommand;

    /// <summary>Answered by <see cref="ExecEnded"/> when the session's process has ended, at once when it already has.</summary>
    public sealed record WaitExec(ContainerId Id, string By, string Session) : ICommand;

    /// <summary>Send a signal to a session's process.</summary>
    public sealed record SignalExec(ContainerId Id, string By, string Session, Signal Signal) : ICommand;

    /// <summary>Take over the streams: of the payload, or of a session that runs with a terminal. Answered by <see cref="Attached"/>.</summary>
    /// <remarks>While a payload's terminal is attached the client is in the data path and the log rests; <see cref="Detach"/> gives it back.</remarks>
    public sealed record Attach(ContainerId Id, string By, string? Session = null) : ICommand;

    /// <summary>Ends an attachment made with <see cref="Attach"/>, also when the client has vanished.</summary>
    public sealed record Detach(ContainerId Id, string By, string? Session = null) : ICommand;

    /// <summary>Tell a terminal its new size.</summary>
    public sealed record Resize(ContainerId Id, string By, TerminalSize Size, string? Session = null) : ICommand;

    // Queries

    /// <summary>Answered by <see cref="Status"/>.</summary>
    public sealed record GetStatus(ContainerId Id) : IQuery;

    /// <summary>Answered by <see cref="Details"/>.</summary>
    public sealed record Inspect(ContainerId Id) : IQuery;

    /// <summary>Answered by <see cref="Statistics"/>.</summary>
    public sealed record GetStatistics(ContainerId Id) : IQuery;

    /// <summary>Answered by <see cref="LogsOpened"/>.</summary>
    public sealed record OpenLogs(ContainerId Id) : IQuery;

    /// <summary>What <see cref="Wait"/> waits for.</summary>
    public enum WaitFor
    {
        /// <summary>The end of the present run, or of the last one when it is down.</summary>
        Exit,

        /// <summary>Down for good: exited, failed or removed, with no restart to come.</summary>
        Down,

        /// <summary>Running.</summary>
        Running,

        /// <summary>Running and ready.</summary>
        Ready,

        /// <summary>Running and healthy.</summary>
        Healthy,
    }

    /// <summary>Answered by <see cref="Waited"/> when the condition holds; refused when it can no longer come true (the container failed or was removed).</summary>
    public sealed record Wait(ContainerId Id, WaitFor For) : IQuery;

    // Replies

    /// <summary>Done, or already so.</summary>
    public sealed record Accepted(ContainerId Id, ContainerState State) : IReply;

    /// <summary>Not done.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Kind">For programs.</param>
    /// <param name="Reason">One clause for people, without the container's name.</param>
    public sealed record Refused(ContainerId Id, Refusal Kind, string Reason) : IReply
    {
        /// <summary>Why a program was not started, where that is what was refused.</summary>
        public ExitCause.LaunchFailed? Cause { get; init; }
    }

    /// <summary>The present facts.</summary>
    public sealed record Status(ContainerStatus Container) : IReply
    {
        /// <inheritdoc/>
        public ContainerId Id => Container.Id;
    }

    /// <summary>A process started by <see cref="Exec"/>.</summary>
    /// <param name="Name">Its name within the container, such as <c>1</c>.</param>
    /// <param name="Command">What runs.</param>
    /// <param name="ProcessId">Its number on the host.</param>
    /// <param name="Terminal">Whether it has a terminal.</param>
    /// <param name="AttachedBy">Who is attached to it; null when nobody.</param>
    /// <param name="Started">When.</param>
    public sealed record Session(string Name, ImmutableArray<string> Command, int ProcessId, bool Terminal, string? AttachedBy, DateTimeOffset Started);

    /// <summary>Everything there is to know.</summary>
    /// <param name="Container">The present facts.</param>
    /// <param name="Member">What it is and how it is looked after.</param>
    /// <param name="History">Its last runs, the oldest first; the present one too.</param>
    /// <param name="Cgroup">Its control group; null while it has none.</param>
    /// <param name="Sessions">The processes started by exec.</param>
    /// <param name="Dependents">Who depends on it.</param>
    /// <param name="Plan">The launch plan; null when the backend refused to make one.</param>
    public sealed record Details(
        ContainerStatus Container, MemberSpec Member, ImmutableArray<RunRecord> History, string? Cgroup, ImmutableArray<Session> Sessions,
        ImmutableArray<ContainerId> Dependents, LaunchPlan? Plan) : IReply
    {
        /// <inheritdoc/>
        public ContainerId Id => Container.Id;
    }

    /// <summary>The figures and when they were read; null figures when it is down.</summary>
    public sealed record Statistics(ContainerId Id, DateTimeOffset Taken, ContainerStatistics? Figures) : IReply;

    /// <summary>Where the output is.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Ring">The memfd of the log ring, to be mapped read-only and followed by sequence number; null when the output goes to the client's own descriptors.</param>
    /// <param name="Files">The log files, the oldest first; empty without a file sink.</param>
    public sealed record LogsOpened(ContainerId Id, SafeHandle? Ring, ImmutableArray<string> Files) : IReply;

    /// <summary>The process runs.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Session">Its name for later requests.</param>
    /// <param name="ProcessId">Its number on the host.</param>
    /// <param name="Terminal">The master side of its terminal, the receiver's to dispose; null without one.</param>
    public sealed record ExecStarted(ContainerId Id, string Session, int ProcessId, SafeFileHandle? Terminal) : IReply;

    /// <summary>The session's process has ended.</summary>
    public sealed record ExecEnded(ContainerId Id, string Session, ExitStatus Status) : IReply;

    /// <summary>The streams.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Session">The session; null is the payload.</param>
    /// <param name="Terminal">The master side of the terminal: read and write it. Null without a terminal.</param>
    /// <param name="Input">The write end of standard input; null when the container was started without one.</param>
    /// <param name="Ring">Without a terminal, the log ring to follow; null otherwise.</param>
    public sealed record Attached(ContainerId Id, string? Session, SafeFileHandle? Terminal, SafeFileHandle? Input, SafeHandle? Ring) : IReply;

    /// <summary>The condition of a <see cref="Wait"/> holds.</summary>
    /// <param name="Container">The facts at that moment.</param>
    /// <param name="Cause">Why the run that was waited for ended; null when the wait was not for an end.</param>
    public sealed record Waited(ContainerStatus Container, ExitCause? Cause) : IReply
    {
        /// <inheritdoc/>
        public ContainerId Id => Container.Id;
    }

    // Events

    /// <summary>It went from one state to another, or a fact beside the state changed.</summary>
    /// <param name="Before">The facts before.</param>
    /// <param name="Now">The facts now.</param>
    public sealed record Changed(ContainerStatus Before, ContainerStatus Now) : IEvent
    {
        /// <inheritdoc/>
        public ContainerId Id => Now.Id;
    }

    /// <summary>A run ended.</summary>
    /// <param name="Id">The container.</param>
    /// <param name="Run">The run, complete.</param>
    /// <param name="Next">What follows, in one clause: <c>restarts in 4s</c>, <c>stays down</c>, <c>gave up: 5 restarts in 1m</c>.</param>
    public sealed record Ended(ContainerId Id, RunRecord Run, string Next) : IEvent;

    /// <summary>Something that an operator should know and that changed no state: a hook that failed, a log disk that is full.</summary>
    public sealed record Warned(ContainerId Id, string Text) : IEvent;
}
