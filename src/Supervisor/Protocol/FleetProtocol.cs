using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>What the fleet as a whole is asked and what it answers. Every command and query gets exactly one reply; ask through <see cref="IFleet"/>.</summary>
public static class FleetProtocol
{
    /// <summary>Asks for a change.</summary>
    public interface ICommand
    {
        /// <summary>Who asks, as exit causes and events will show it.</summary>
        string By { get; }
    }

    /// <summary>Asks for knowledge.</summary>
    public interface IQuery;

    /// <summary>Answers a command or a query.</summary>
    public interface IReply;

    /// <summary>Tells what happened to the fleet; nobody answers.</summary>
    public interface IEvent;

    // Commands

    /// <summary>How far a command waits before it is answered.</summary>
    public enum Until
    {
        /// <summary>Only until it is known that it can be done.</summary>
        Accepted,

        /// <summary>Until everything that was to be started has been executed, and everything that was to be stopped is down.</summary>
        Running,

        /// <summary>Until everything that was started is ready too.</summary>
        Ready,
    }

    /// <summary>Run a container that no fleet file knows (<c>helios run</c>). Answered by <see cref="RunStarted"/>.</summary>
    /// <param name="By">Who asks.</param>
    /// <param name="Member">The container; its group is <see cref="GroupSpec.RunName"/>.</param>
    /// <param name="Streams">
    /// The client's own descriptors for a foreground run: the container writes to them directly and keeps no log. Null captures the output in the log.
    /// </param>
    /// <param name="OpenInput">Whether standard input is a pipe that <see cref="ContainerProtocol.Attach"/> hands out; only without <paramref name="Streams"/>.</param>
    /// <param name="Size">The size of a terminal at the start, when the specification has one.</param>
    /// <param name="Start">Whether to start it; otherwise it is only created.</param>
    public sealed record Run(
        string By, MemberSpec Member, ContainerIo? Streams = null, bool OpenInput = false, TerminalSize? Size = null, bool Start = true) : ICommand;

    /// <summary>Make the fleet what the file says and touch nothing else. Answered by <see cref="Applied"/>.</summary>
    /// <param name="By">Who asks.</param>
    /// <param name="Source">The file; null is the present one read again (<c>SIGHUP</c>).</param>
    /// <param name="Until">How far to wait.</param>
    public sealed record Apply(string By, FleetSource? Source, Until Until = Until.Accepted) : ICommand;

    /// <summary>Stop containers, dependents first. Answered by <see cref="Stopped"/> when all are down.</summary>
    /// <param name="By">Who asks.</param>
    /// <param name="Names">Containers, fleet-file keys or groups; empty is the whole fleet without the containers of <c>helios run</c>.</param>
    public sealed record Down(string By, ImmutableArray<string> Names) : ICommand;

    /// <summary>Start containers, dependencies first. Answered by <see cref="Accepted"/>.</summary>
    public sealed record Up(string By, ImmutableArray<string> Names, Until Until = Until.Accepted) : ICommand;

    /// <summary>Change how many replicas there are. Answered by <see cref="Applied"/>.</summary>
    /// <param name="By">Who asks.</param>
    /// <param name="Replicas">Fleet-file key and count, 0 or more.</param>
    /// <param name="Until">How far to wait.</param>
    public sealed record Scale(string By, ImmutableArray<KeyValuePair<string, int>> Replicas, Until Until = Until.Accepted) : ICommand;

    /// <summary>Change what the fleet file declares overridable, and apply. Answered by <see cref="Applied"/>.</summary>
    public sealed record SetOverrides(string By, ImmutableArray<FleetOverride> Overrides, Until Until = Until.Accepted) : ICommand;

    /// <summary>
    /// Take up what an earlier supervisor left: its fleet, its containers of <c>helios run</c>, what was wanted of each. The first command, if any of its kind.
    /// Answered by <see cref="Resumed"/>, or refused when the fleet cannot be taken up; the containers of <c>helios run</c> are then taken up all the same.
    /// </summary>
    /// <param name="By">Who asks.</param>
    /// <param name="Source">The file to begin with instead of the remembered fleet; null is the remembered one.</param>
    public sealed record Resume(string By, FleetSource? Source) : ICommand;

    /// <summary>Forget what is down: containers of <c>helios run</c>, the history of the others, and the fleet itself when nothing of it is up. Answered by <see cref="Forgotten"/>.</summary>
    public sealed record Forget(string By) : ICommand;

    /// <summary>Stop everything in order and refuse all that comes after. Answered by <see cref="Stopped"/> when nothing runs any more.</summary>
    public sealed record ShutDown(string By) : ICommand;

    // Queries

    /// <summary>Answered by <see cref="Listed"/>.</summary>
    /// <param name="All">Those that are down too.</param>
    public sealed record List(bool All) : IQuery;

    /// <summary>Answered by <see cref="Tree"/>.</summary>
    public sealed record GetTree : IQuery;

    /// <summary>What <see cref="Apply"/> would do. Answered by <see cref="Planned"/>.</summary>
    public sealed record Plan(FleetSource Source) : IQuery;

    /// <summary>The figures of several containers at once; empty is all that run. Answered by <see cref="Statistics"/>.</summary>
    public sealed record GetStatistics(ImmutableArray<ContainerId> Ids) : IQuery;

    /// <summary>What can be overridden and what is. Answered by <see cref="Overrides"/>.</summary>
    public sealed record GetOverrides : IQuery;

    // Replies

    /// <summary>Done, or under way.</summary>
    public sealed record Accepted : IReply;

    /// <summary>Not done.</summary>
    /// <param name="Kind">For programs.</param>
    /// <param name="Reasons">One line each; a faulty file has one for each fault, with file and line.</param>
    public sealed record Refused(Refusal Kind, ImmutableArray<string> Reasons) : IReply
    {
        /// <summary>Why a program was not started, where that is what was refused.</summary>
        public ExitCause.LaunchFailed? Cause { get; init; }

        /// <summary>The faults of the specification, where they are why.</summary>
        public ImmutableArray<SpecFault> Faults { get; init; } = [];
    }

    /// <summary>The container exists, and runs if that was asked.</summary>
    public sealed record RunStarted(ContainerStatus Container) : IReply;

    /// <summary>The plan that was carried out, and how far it got.</summary>
    /// <param name="Plan">What was done.</param>
    /// <param name="Failures">Containers that did not get as far as the command waited for, with the reason.</param>
    public sealed record Applied(FleetPlan Plan, ImmutableArray<KeyValuePair<ContainerId, string>> Failures) : IReply;

    /// <summary>What an earlier supervisor left has been taken up.</summary>
    /// <param name="SourcePath">Where the fleet came from; null when there is none.</param>
    /// <param name="Containers">How many containers were remembered.</param>
    /// <param name="ComeBack">How many of them start again.</param>
    /// <param name="Notes">What could not be taken up, one line each.</param>
    public sealed record Resumed(string? SourcePath, int Containers, int ComeBack, ImmutableArray<string> Notes) : IReply;

    /// <summary>These containers were forgotten.</summary>
    public sealed record Forgotten(ImmutableArray<ContainerId> Ids) : IReply;

    /// <summary>These were stopped, in this order.</summary>
    public sealed record Stopped(ImmutableArray<ContainerId> Order) : IReply;

    /// <summary>The containers in start order, those of <c>helios run</c> last.</summary>
    public sealed record Listed(ImmutableArray<ContainerStatus> Containers) : IReply;

    /// <summary>One node of the tree of actors.</summary>
    /// <param name="Kind"><c>system</c>, <c>fleet</c>, <c>group</c>, <c>container</c>, <c>log</c>, <c>health</c>.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">Its state in a few words.</param>
    /// <param name="Children">What it looks after.</param>
    public sealed record TreeNode(string Kind, string Name, string Text, ImmutableArray<TreeNode> Children);

    /// <summary>The tree.</summary>
    public sealed record Tree(TreeNode Root) : IReply;

    /// <summary>The plan.</summary>
    public sealed record Planned(FleetPlan Plan) : IReply;

    /// <summary>The figures.</summary>
    public sealed record Statistics(ImmutableArray<ContainerProtocol.Statistics> Containers) : IReply;

    /// <summary>The declared patterns and the values in force.</summary>
    public sealed record Overrides(ImmutableArray<string> Overridable, ImmutableArray<FleetOverride> InForce) : IReply;

    // Events

    /// <summary>An event with its place in the sequence.</summary>
    /// <param name="Number">Counted from 1; a jump means that a slow subscriber missed some.</param>
    /// <param name="Time">When.</param>
    /// <param name="Event">A <see cref="ContainerProtocol.IEvent"/> or an <see cref="IEvent"/>.</param>
    public sealed record Happened(long Number, DateTimeOffset Time, object Event);

    /// <summary>A plan is being carried out.</summary>
    public sealed record ApplyBegan(string By, FleetPlan Plan) : IEvent;

    /// <summary>A container was added to the fleet or removed from it.</summary>
    public sealed record MembershipChanged(ContainerId Id, bool Present) : IEvent;

    /// <summary>A group restarts members because one of them ended.</summary>
    public sealed record GroupRestarts(string Group, ContainerId Because, ImmutableArray<ContainerId> Members) : IEvent;

    /// <summary>A group gave up.</summary>
    public sealed record GroupGaveUp(string Group, string Reason, GiveUpAction Action) : IEvent;

    /// <summary>The root group gave up and escalated: the fleet has stopped everything.</summary>
    public sealed record FleetFailed(string Reason) : IEvent;
}
