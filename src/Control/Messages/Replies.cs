using System.Collections.Immutable;
using Helios.Contracts;

namespace Helios.Control;

/// <summary>What the daemon answers.</summary>
public abstract record Reply
{
    private protected Reply()
    {
    }

    /// <summary>Done, or already so.</summary>
    public sealed record Done : Reply;

    /// <summary>Not done.</summary>
    /// <param name="Kind">For programs.</param>
    /// <param name="Reasons">One line each.</param>
    public sealed record Refused(RefusalKind Kind, ImmutableArray<string> Reasons) : Reply
    {
        /// <summary>What kept a program from starting; null when it was something else.</summary>
        public LaunchFailure? Launch { get; init; }

        /// <summary>The faults of the specification, where that is why.</summary>
        public ImmutableArray<SpecFault> Faults { get; init; } = [];

        /// <summary>A refusal with one reason.</summary>
        public static Refused Because(RefusalKind kind, string reason) => new(kind, [reason]);
    }

    /// <summary>The first frame of every connection.</summary>
    /// <param name="Version">The protocol's version.</param>
    /// <param name="Program">Such as <c>heliosd 0.1.0</c>.</param>
    public sealed record Welcome(int Version, string Program) : Reply;

    /// <summary>The daemon's own figures.</summary>
    public sealed record Daemon : Reply
    {
        /// <summary>Its version.</summary>
        public string Version { get; init; } = "";

        /// <summary>Its process.</summary>
        public int ProcessId { get; init; }

        /// <summary>When it began.</summary>
        public DateTimeOffset Started { get; init; }

        /// <summary>The fleet file; null without one.</summary>
        public string? Config { get; init; }

        /// <summary>Containers, those that are down too.</summary>
        public int ContainerCount { get; init; }

        /// <summary>Its resident memory in bytes.</summary>
        public long ResidentBytes { get; init; }

        /// <summary>What the garbage collector keeps, in bytes.</summary>
        public long HeapBytes { get; init; }

        /// <summary>Connections now, the asking one among them.</summary>
        public int Connections { get; init; }
    }

    /// <summary>One container.</summary>
    public sealed record Container(ContainerLine Line) : Reply;

    /// <summary>The containers.</summary>
    public sealed record Containers(ImmutableArray<ContainerLine> Lines) : Reply;

    /// <summary>A JSON document for people and scripts.</summary>
    public sealed record Document(string Json) : Reply;

    /// <summary>Figures of several containers.</summary>
    public sealed record Figures(ImmutableArray<FiguresLine> Lines) : Reply;

    /// <summary>Where the output is.</summary>
    /// <param name="HasRing">Whether the descriptor of the log ring comes with it.</param>
    /// <param name="Files">The log files, the oldest first.</param>
    public sealed record Logs(bool HasRing, ImmutableArray<string> Files) : Reply;

    /// <summary>A process was started inside.</summary>
    /// <param name="Name">The session's name.</param>
    /// <param name="ProcessId">Its number on the host.</param>
    /// <param name="HasTerminal">Whether the descriptor of its terminal's master side comes with it.</param>
    public sealed record Session(string Name, int ProcessId, bool HasTerminal) : Reply;

    /// <summary>The streams of an attachment; the descriptors come in the order of the parameters.</summary>
    public sealed record Streams(bool HasTerminal, bool HasInput, bool HasRing) : Reply;

    /// <summary>Something ended.</summary>
    /// <param name="Code">What a shell would report.</param>
    /// <param name="Cause">Why, in one clause.</param>
    /// <param name="IsOwnChoice">Whether it was the payload's own doing.</param>
    public sealed record Ended(int Code, string Cause, bool IsOwnChoice) : Reply;

    /// <summary>The tree of actors.</summary>
    public sealed record Tree(TreeLine Top) : Reply;

    /// <summary>Something happened.</summary>
    public sealed record Event(EventLine Line) : Reply;

    /// <summary>A plan, carried out or not.</summary>
    /// <param name="Items">What happens to each container and group.</param>
    /// <param name="Failures">What did not succeed, each <c>NAME: REASON</c>.</param>
    public sealed record Plan(ImmutableArray<PlanLine> Items, ImmutableArray<string> Failures) : Reply;

    /// <summary>These were stopped, in this order.</summary>
    public sealed record Stopped(ImmutableArray<string> Order) : Reply;

    /// <summary>These containers were forgotten.</summary>
    public sealed record Forgotten(ImmutableArray<string> Names) : Reply;

    /// <summary>The root directory comes as a descriptor.</summary>
    public sealed record Root : Reply;

    /// <summary>A reply that this side does not know, from a newer daemon.</summary>
    public sealed record Unknown(int Number) : Reply;
}
