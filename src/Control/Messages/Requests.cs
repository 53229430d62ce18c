using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Control;

/// <summary>What a client asks of the daemon. Each request gets exactly one last <see cref="Reply"/>; some get others before it.</summary>
public abstract record Request
{
    private protected Request()
    {
    }

    /// <summary>What the daemon is and how it fares. Answered by <see cref="Reply.Daemon"/>.</summary>
    public sealed record GetDaemon : Request;

    /// <summary>The containers, in start order. Answered by <see cref="Reply.Containers"/>.</summary>
    /// <param name="All">Those that are down too.</param>
    public sealed record List(bool All = false) : Request;

    /// <summary>Make a container that no fleet file knows. Answered by <see cref="Reply.Container"/> when it has been executed.</summary>
    public sealed record Run : Request
    {
        /// <summary>What it is.</summary>
        public ContainerSpec Spec { get; init; } = WireSpec.Blank;

        /// <summary>The restart policy, such as <c>on-failure:5</c>; null is none.</summary>
        public string? Restart { get; init; }

        /// <summary>The backend; null is the daemon's default.</summary>
        public string? Backend { get; init; }

        /// <summary>Whether it is removed when it has ended.</summary>
        public bool Remove { get; init; }

        /// <summary>Whether its standard input is kept open for an attachment.</summary>
        public bool OpenInput { get; init; }

        /// <summary>Whether to start it.</summary>
        public bool Start { get; init; } = true;

        /// <summary>The size of its terminal, if it has one.</summary>
        public TerminalSize Size { get; init; } = new(80, 24);
    }

    /// <summary>Change the state of one container. Answered by <see cref="Reply.Done"/>.</summary>
    public sealed record Change(string Name, ChangeVerb Verb) : Request
    {
        /// <summary>For <see cref="ChangeVerb.Stop"/> and <see cref="ChangeVerb.Restart"/>, instead of the specification's grace.</summary>
        public TimeSpan? Grace { get; init; }

        /// <summary>For <see cref="ChangeVerb.Kill"/>.</summary>
        public int Signal { get; init; } = 9;

        /// <summary>For <see cref="ChangeVerb.Remove"/>: kill it first.</summary>
        public bool Force { get; init; }
    }

    /// <summary>Everything about one container. Answered by <see cref="Reply.Document"/>.</summary>
    public sealed record Inspect(string Name) : Request
    {
        /// <summary>Whether the values of its environment are wanted too; they are where people put passwords.</summary>
        public bool Environment { get; init; }
    }

    /// <summary>The figures of containers; none named is all that run. Answered by <see cref="Reply.Figures"/>.</summary>
    public sealed record GetFigures(ImmutableArray<string> Names) : Request;

    /// <summary>Where the output is. Answered by <see cref="Reply.Logs"/> with the ring's descriptor.</summary>
    public sealed record OpenLogs(string Name) : Request;

    /// <summary>Start another process inside; without a terminal the three standard streams come as descriptors. Answered by <see cref="Reply.Session"/>.</summary>
    public sealed record Exec(string Name) : Request
    {
        /// <summary>The program and its arguments.</summary>
        public ImmutableArray<string> Command { get; init; } = [];

        /// <summary>Added to the container's environment, each <c>NAME=VALUE</c>.</summary>
        public ImmutableArray<string> Environment { get; init; } = [];

        /// <summary>Where it starts; null is the container's own directory.</summary>
        public string? WorkingDirectory { get; init; }

        /// <summary>Who it runs as, as <see cref="UserSpec"/> reads it; null is the container's own user.</summary>
        public string? User { get; init; }

        /// <summary>Whether it gets a terminal, whose master side comes with the reply.</summary>
        public bool Terminal { get; init; }

        /// <summary>The terminal's size.</summary>
        public TerminalSize Size { get; init; } = new(80, 24);
    }

    /// <summary>Wait for a session's end. Answered by <see cref="Reply.Ended"/>.</summary>
    public sealed record WaitSession(string Name, string Session) : Request;

    /// <summary>Send a signal to a session's process. Answered by <see cref="Reply.Done"/>.</summary>
    public sealed record SignalSession(string Name, string Session, int Signal) : Request;

    /// <summary>Take over the streams of the payload or of a session. Answered by <see cref="Reply.Streams"/>; ends with the connection or <see cref="Detach"/>.</summary>
    public sealed record Attach(string Name, string? Session = null) : Request;

    /// <summary>Give the streams back. Answered by <see cref="Reply.Done"/>.</summary>
    public sealed record Detach(string Name, string? Session = null) : Request;

    /// <summary>Tell a terminal its size. Answered by <see cref="Reply.Done"/>.</summary>
    public sealed record Resize(string Name, TerminalSize Size, string? Session = null) : Request;

    /// <summary>Wait for a container. Answered by <see cref="Reply.Ended"/> for an end, otherwise by <see cref="Reply.Container"/>.</summary>
    public sealed record Wait(string Name, WaitCondition Condition = WaitCondition.Exit) : Request;

    /// <summary>The tree of actors. Answered by <see cref="Reply.Tree"/>.</summary>
    public sealed record GetTree : Request;

    /// <summary>Follow what happens: one <see cref="Reply.Event"/> each, until <see cref="Cancel"/> or the connection's end.</summary>
    /// <param name="After">Begin with the remembered events after this number (0 is all); null begins with the next.</param>
    public sealed record WatchEvents(long? After = null) : Request;

    /// <summary>What applying a fleet file would do. Answered by <see cref="Reply.Plan"/>.</summary>
    /// <param name="Path">An absolute path.</param>
    /// <param name="Overrides">Each <c>PATH=VALUE</c>.</param>
    public sealed record PlanFleet(string Path, ImmutableArray<string> Overrides) : Request;

    /// <summary>Make the fleet what the file says. Answered by <see cref="Reply.Plan"/>.</summary>
    /// <param name="Path">An absolute path; null is the present file read again.</param>
    /// <param name="Overrides">Each <c>PATH=VALUE</c>.</param>
    /// <param name="Until">How far to wait.</param>
    public sealed record ApplyFleet(string? Path, ImmutableArray<string> Overrides, WaitUntil Until = WaitUntil.Accepted) : Request;

    /// <summary>Start containers, keys or groups, dependencies first. Answered by <see cref="Reply.Done"/>.</summary>
    public sealed record Up(ImmutableArray<string> Names, WaitUntil Until = WaitUntil.Accepted) : Request;

    /// <summary>Stop containers, keys or groups, dependents first; none named is the whole fleet. Answered by <see cref="Reply.Stopped"/>.</summary>
    public sealed record Down(ImmutableArray<string> Names) : Request;

    /// <summary>Change replica counts. Answered by <see cref="Reply.Plan"/>.</summary>
    /// <param name="Replicas">Each <c>KEY=COUNT</c>.</param>
    /// <param name="Until">How far to wait.</param>
    public sealed record Scale(ImmutableArray<string> Replicas, WaitUntil Until = WaitUntil.Accepted) : Request;

    /// <summary>The container's root directory, for reading and writing with the client's own rights. Answered by <see cref="Reply.Root"/>.</summary>
    public sealed record OpenRoot(string Name) : Request;

    /// <summary>Stop everything in order and leave. Answered by <see cref="Reply.Stopped"/>.</summary>
    public sealed record ShutDown : Request;

    /// <summary>End a request of this connection that is under way. It then gets its last reply, <see cref="RefusalKind.Cancelled"/>; this one <see cref="Reply.Done"/>.</summary>
    public sealed record Cancel(long Id) : Request;

    /// <summary>The heap under the daemon's buffers. Answered by <see cref="Reply.Document"/>.</summary>
    public sealed record GetHeap : Request;

    /// <summary>A request that this side does not know, from a newer client; refused.</summary>
    public sealed record Unknown(int Number) : Request;
}
