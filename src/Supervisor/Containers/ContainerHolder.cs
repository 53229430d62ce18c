using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>Everything of a container that must survive its actor: kernel objects, state, history, who waits for what.</summary>
/// <remarks>
/// The actor is the only one that touches it, one message at a time. An actor instance that fails is replaced by one that reads from here where
/// things stand; so handlers write here first and send afterwards, and everything under way is a task that is kept here and can be awaited again.
/// </remarks>
internal sealed class ContainerHolder
{
    internal ContainerHolder(MemberSpec member, IIsolationBackend backend, Random chance, DateTimeOffset now)
    {
        Member = member;
        Backend = backend;
        Chance = chance;
        Since = now;
        Published = Status();
    }

    internal MemberSpec Member { get; set; }

    internal IIsolationBackend Backend { get; }

    /// <summary>The name of its actor: names of actors that are still ending cannot be used again.</summary>
    internal string ActorName { get; init; } = "";

    internal Random Chance { get; }

    internal ContainerState State { get; set; }

    internal DateTimeOffset Since { get; set; }

    internal string? Detail { get; set; }

    /// <summary>What somebody wants of it.</summary>
    internal Wish Wish { get; set; } = Wish.None;

    /// <summary>Whether it was taken down only in passing, and comes back with the next supervisor.</summary>
    internal bool IsTakenDown { get; set; }

    /// <summary>What was last put where it outlives the daemon.</summary>
    internal ContainerRecord? Recorded { get; set; }

    /// <summary>Whether the schedule is followed.</summary>
    internal bool Armed { get; set; }

    /// <summary>The next time of the schedule.</summary>
    internal DateTimeOffset? Due { get; set; }

    /// <summary>Whether a time of the schedule came while the last run went on, and is to be made up for.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>While it waits: what it requires stays down unless somebody starts it.</summary>
    internal bool WaitsInVain { get; set; }

    /// <summary>Who holds the payload's streams; null when nobody.</summary>
    internal string? AttachedBy { get; set; }

    /// <summary>When the restart delay ends.</summary>
    internal DateTimeOffset? BackOffUntil { get; set; }

    /// <summary>Who will have asked for the next run.</summary>
    internal string NextBy { get; set; } = "";

    internal RestartMemory Memory { get; set; } = RestartMemory.Fresh;

    internal ImmutableList<RunRecord> History { get; set; } = [];

    internal ExitCause? LastCause { get; set; }

    internal ContainerRun? Run { get; set; }

    internal int Runs { get; set; }

    internal int Restarts { get; set; }

    /// <summary>The client's own descriptors, or how the streams are made.</summary>
    internal StreamChoice Streams { get; init; } = StreamChoice.Logged;

    /// <summary>The processes started by exec, by name; ended ones stay until the next run.</summary>
    internal Dictionary<string, ExecSession> Sessions { get; } = [];

    internal int LastSession { get; set; }

    /// <summary>Execs that have not been answered.</summary>
    internal List<PendingExec> Pending { get; } = [];

    /// <summary>Who waits for what.</summary>
    internal List<Waiter> Waiters { get; } = [];

    /// <summary>The facts as they were last told.</summary>
    internal ContainerStatus Published { get; set; }

    /// <summary>Its output; null before the first run, and when the client's own descriptors get it.</summary>
    internal ContainerLog? Log { get; set; }

    /// <summary>Why there is no log although there should be one.</summary>
    internal string? LogFault { get; set; }

    /// <summary>Bytes of output lost so far.</summary>
    internal long LogBytesLost { get; set; }

    internal bool IsDown => State is ContainerState.Created or ContainerState.Exited or ContainerState.Failed or ContainerState.Removed;

    /// <summary>What outlives the daemon.</summary>
    internal ContainerRecord ToRecord() => new()
    {
        Actor = ActorName,
        Member = Member,
        State = State,
        Since = Since,
        Detail = Detail,
        Wish = Wish,
        IsTakenDown = IsTakenDown,
        BackOffUntil = BackOffUntil,
        Memory = Memory,
        History = History,
        Present = Run?.ToRecord(null),
        LastCause = LastCause,
        Runs = Runs,
        Restarts = Restarts,
        OpenInput = Streams.OpenInput,
        Size = Streams.Size,
    };

    /// <summary>Takes up where a record and a decision about it say.</summary>
    internal void Restore(ContainerRecord record, Resumption resumption)
    {
        Wish = record.Wish;
        IsTakenDown = record.IsTakenDown && !resumption.ComesBack;
        Memory = record.Memory;
        History = record.History;
        LastCause = record.LastCause;
        Runs = record.Runs;
        Restarts = record.Restarts;
        Armed = record.Wish.FollowsSchedule && Member.Schedule is not null;
        State = resumption.State;
        Detail = resumption.Detail;
        Since = resumption.Since;
        BackOffUntil = resumption.BackOffUntil;
        NextBy = resumption.By;
        if (resumption.Interrupted is { } interrupted)
        {
            History = Shortened(History.Add(interrupted), Member.History);
            LastCause = interrupted.Cause;
            Restarts += resumption.State == ContainerState.Waiting ? 1 : 0;
        }

        Published = Status();
    }

    /// <summary>The last runs of a history.</summary>
    internal static ImmutableList<RunRecord> Shortened(ImmutableList<RunRecord> history, int count)
        => history.Count > count ? history.RemoveRange(0, history.Count - count) : history;

    internal ContainerStatus Status()
    {
        bool up = State is ContainerState.Running or ContainerState.Paused or ContainerState.Stopping && Run?.Executed is not null;
        return new ContainerStatus
        {
            Id = Member.Id,
            Key = Member.Key,
            Group = Member.Group,
            Backend = Backend.Name,
            Command = Member.Container.Command,
            State = State,
            Since = Since,
            Detail = Detail,
            Ready = State is ContainerState.Running or ContainerState.Paused && Run?.BecameReady is not null,
            Health = up ? Run!.Health : Health.None,
            StatusText = up ? Run!.StatusText : null,
            ProcessId = up ? Run!.Container?.ProcessId : null,
            StartedAt = up ? Run!.Executed : null,
            NextStart = State == ContainerState.BackingOff ? BackOffUntil : Armed ? Due : null,
            Restarts = Restarts,
            Runs = Runs,
            LastExit = LastCause,
            LogBytesLost = LogBytesLost,
        };
    }
}
