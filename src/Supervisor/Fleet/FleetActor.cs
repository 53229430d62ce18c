using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <summary>The whole: routes questions, keeps the order of starts and stops, carries plans out.</summary>
/// <remarks>
/// Parent: the system. Children: the group actors. One state; <see cref="FleetHolder.IsShuttingDown"/> refuses commands.
/// What containers tell is kept in the holder; an instance that fails is replaced, carries out what it failed at, and asks every container for its
/// facts again.
/// </remarks>
internal partial class FleetActor : UntypedActor
{
    private const int MostBreaks = 3;

    private readonly SupervisorParts _parts;
    private readonly FleetHolder _holder;

    /// <param name="parts">The surroundings.</param>
    /// <param name="holder">What outlives this instance.</param>
    public FleetActor(SupervisorParts parts, FleetHolder holder)
    {
        _parts = parts;
        _holder = holder;
    }

    internal static Props Props(SupervisorParts parts, FleetHolder holder) => ActorProps.Of(() => new FleetActor(parts, holder));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        Handle(message);
        _holder.Unfinished.IsOver(message);
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case Reported reported:
                OnReported(reported);
                break;
            case MayStart may:
                OnMayStart(may);
                break;
            case Publish publish:
                OnPublish(publish);
                break;
            case RestartMembers restart:
                OnRestartMembers(restart);
                break;
            case StopGroup stop:
                OnStopGroup(stop);
                break;
            case GroupAgain again:
                OnGroupAgain(again);
                break;
            case Broke broke:
                OnBroke(broke);
                break;
            case Loaded loaded:
                OnLoaded(loaded);
                break;
            case LoadFailed failed:
                OnLoadFailed(failed);
                break;
            case ContainerProtocol.IMessage one:
                OnContainerMessage(one);
                break;
            case FleetProtocol.ICommand command:
                OnCommand(command);
                break;
            case FleetProtocol.IQuery query:
                OnQuery(query);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => Restarting.Always;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        GroupOf(_holder.Fleet.Groups[0]);
        GroupOf(new GroupSpec(GroupSpec.RunName));
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        if (_holder.Unfinished.IsDone(message))
        {
            return;
        }

        switch (message)
        {
            case ContainerProtocol.ICommand or ContainerProtocol.IQuery:
                Sender.Tell(new ContainerProtocol.Refused(((ContainerProtocol.IMessage)message).Id, Refusal.Failed, InternalError(reason)));
                break;
            case FleetProtocol.ICommand or FleetProtocol.IQuery:
                Sender.Tell(new FleetProtocol.Refused(Refusal.Failed, [InternalError(reason)]));
                break;
            default:
                _holder.Unfinished.Keep(message, Sender);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        _holder.Unfinished.Redo((message, _) => Handle(message), GiveUp);
        foreach (ContainerId id in _holder.Entries.Keys)
        {
            Route(id, new Refresh());
        }
    }

    // Whoever waits for a file to be applied must not wait for ever.
    private static void GiveUp(object message, Exception reason)
        => (message switch { Loaded loaded => loaded.Asker, LoadFailed failed => failed.Asker, _ => null })
            ?.Tell(new FleetProtocol.Refused(Refusal.Failed, [InternalError(reason)]));

    private static string InternalError(Exception reason) => $"internal error: {Reason.Of(reason)}";

    private void OnPublish(Publish publish) => _parts.Events.Append(_parts.Now, publish.Event);

    private static void OnLoadFailed(LoadFailed failed) => failed.Asker.Tell(new FleetProtocol.Refused(Refusal.Invalid, failed.Reasons));

    private void Route(ContainerId id, object message) => Route(id, message, Self);

    private void Route(ContainerId id, object message, IActorRef sender)
    {
        if (_holder.Entries.TryGetValue(id, out FleetEntry? entry) && _holder.Groups.TryGetValue(entry.Member.Group, out IActorRef? group))
        {
            group.Tell(new Routed(id, message), sender);
        }
    }

    private void OnReported(Reported reported)
    {
        ContainerStatus now = reported.Now;
        if (!_holder.Entries.TryGetValue(now.Id, out FleetEntry? entry) || entry.Actor != reported.Actor)
        {
            return;
        }

        // What it tells before it has seen the order to start says nothing about that start.
        entry.IsStartPending &= now.State is ContainerState.Created or ContainerState.Exited or ContainerState.Failed;
        entry.Breaks = 0;
        ContainerStatus before = entry.Status;
        entry.Status = now;
        if (now.State != ContainerState.Waiting)
        {
            entry.IsWaiting = false;
            entry.ToldReason = null;
        }

        if (reported.Before != now)
        {
            _parts.Events.Append(_parts.Now, new ContainerProtocol.Changed(reported.Before, now));
        }

        if (WasUp(before) && !WasUp(now))
        {
            OnLoss(now.Id);
        }

        foreach (ContainerId dependent in _holder.Graph.DependentsOf(now.Id))
        {
            TryStart(dependent);
        }

        if (!entry.IsStartPending)
        {
            AdvanceStarts(now);
        }

        // After the starts: what was stopped to be replaced is started from here, and its end is not the end of that start.
        AdvanceStops(now.Id);
        if (now.State == ContainerState.Removed)
        {
            Forget(now.Id);
        }
    }

    // A bug at one message must not make an order of the fleet vanish; a bug at every message must not keep it busy.
    private void OnBroke(Broke broke)
    {
        if (_holder.Entries.TryGetValue(broke.Id, out FleetEntry? entry) && entry.Breaks++ < MostBreaks)
        {
            Route(broke.Id, broke.Message);
        }
    }

    private static bool WasUp(ContainerStatus status) => status.State is ContainerState.Running or ContainerState.Paused or ContainerState.Stopping;

    private void OnLoss(ContainerId ended)
    {
        if (_holder.IsShuttingDown)
        {
            return;
        }

        IEnumerable<MemberSpec> dependents = _holder.Graph.DependentsOf(ended)
            .Where(id => !_holder.Stops.Exists(stop => stop.Remaining.Contains(id)))
            .Select(id => _holder.Entries[id].Member);
        string by = $"the loss of {ended}";
        foreach ((ContainerId id, DependencyLoss effect) in DependencyRules.AfterLoss(ended, dependents, FactsOf))
        {
            Route(id, effect == DependencyLoss.Stop ? new ContainerProtocol.Stop(id, by) : new ContainerProtocol.Restart(id, by));
        }
    }

    private void OnMayStart(MayStart may)
    {
        if (_holder.Entries.TryGetValue(may.Id, out FleetEntry? entry))
        {
            entry.IsWaiting = true;
            entry.ToldReason = null;
            TryStart(may.Id);
        }
    }

    private void TryStart(ContainerId id)
    {
        if (!_holder.Entries.TryGetValue(id, out FleetEntry? entry) || !entry.IsWaiting)
        {
            return;
        }

        string? reason = _holder.IsShuttingDown ? "the supervisor is stopping"
            : entry.Gates > 0 ? $"waits until the others of group {entry.Member.Group} are down"
            : DependencyRules.WaitsFor(entry.Member, FactsOf);
        if (reason is null)
        {
            entry.IsWaiting = false;
            Route(id, new Go(id));
        }
        else if (reason != entry.ToldReason)
        {
            entry.ToldReason = reason;
            string? vain = InVain(entry);
            Route(id, new NotYet(id, vain ?? reason, IsInVain: vain is not null));
            if (vain is not null)
            {
                FailStarts(id, vain);
            }
        }
    }

    private string? InVain(FleetEntry entry)
        => _holder.IsShuttingDown || entry.Gates > 0 ? null
            : DependencyRules.WaitsInVainFor(entry.Member, FactsOf, id => MemberOf(id)?.Schedule is not null);

    /// <summary>Nobody is kept waiting for a start that cannot come. The container itself goes on waiting: somebody may start what it requires.</summary>
    private void FailStarts(ContainerId id, string reason)
    {
        StartOperation[] waiting = [.. _holder.Starts];
        foreach (StartOperation start in waiting)
        {
            start.Fail(id, reason);
            if (start.IsOver && _holder.Starts.Remove(start))
            {
                start.Complete();
            }
        }
    }

    private MemberSpec? MemberOf(ContainerId id) => _holder.Entries.TryGetValue(id, out FleetEntry? entry) ? entry.Member : null;

    private MemberFacts? FactsOf(ContainerId id) => _holder.Entries.TryGetValue(id, out FleetEntry? entry) ? entry.Facts : null;

    /// <summary>Tells a container to start, and before it whatever it requires.</summary>
    private ImmutableArray<ContainerId> Start(IEnumerable<ContainerId> ids, string by, bool withSchedules)
    {
        ImmutableArray<ContainerId> all = DependencyRules.WithRequirements(ids, MemberOf, _holder.Graph);
        foreach (ContainerId id in all)
        {
            FleetEntry entry = _holder.Entries[id];
            if (entry.Member.Schedule is not null && !withSchedules)
            {
                Route(id, new Arm());
            }
            else if (entry.IsDown)
            {
                entry.IsStartPending = true;
                Route(id, new ContainerProtocol.Start(id, by));
            }
        }

        return all;
    }

    private void Stop(IEnumerable<ContainerId> ids, Func<ContainerId, ContainerProtocol.ICommand> command, Action<StopOperation> done)
    {
        _holder.Stops.Add(new StopOperation([.. ids.Where(id => _holder.Entries.TryGetValue(id, out FleetEntry? entry) && !entry.IsDown)], command, false, done));
        AdvanceStops();
    }

    /// <summary>Goes on with what is being brought down.</summary>
    /// <param name="changed">The only container that can have come down since the last time; null when any can.</param>
    private void AdvanceStops(ContainerId? changed = null)
    {
        for (int i = 0; i < _holder.Stops.Count;)
        {
            StopOperation stop = _holder.Stops[i];
            ContainerId[] over = changed is { } one
                ? stop.Remaining.Contains(one) && IsOver(stop, one) ? [one] : []
                : [.. stop.Remaining.Where(id => IsOver(stop, id))];
            foreach (ContainerId id in over)
            {
                stop.Remaining.Remove(id);
                stop.Order.Add(id);
            }

            // A turn comes when the last that depended on it is down.
            if (stop.Told.Count == 0 || over.Any(id => !_holder.Graph.DependenciesOf(id).IsEmpty))
            {
                foreach (ContainerId id in _holder.Graph.NextToStop(stop.Remaining).Where(stop.Told.Add))
                {
                    Route(id, stop.CommandFor(id));
                }
            }

            if (stop.Remaining.Count > 0 || stop.Awaited.Any(IsBackingOff))
            {
                i++;
                continue;
            }

            _holder.Stops.RemoveAt(i);
            OpenGates(stop);
            stop.Done(stop);
        }
    }

    private void OpenGates(StopOperation stop)
    {
        foreach (ContainerId id in stop.Gated)
        {
            if (_holder.Entries.TryGetValue(id, out FleetEntry? entry))
            {
                entry.Gates--;
            }
        }

        foreach (ContainerId id in _holder.Graph.Order.Where(stop.Gated.Contains))
        {
            TryStart(id);
        }
    }

    private bool IsBackingOff(ContainerId id) => _holder.Entries.TryGetValue(id, out FleetEntry? entry) && entry.Status.State == ContainerState.BackingOff;

    private bool IsOver(StopOperation stop, ContainerId id)
        => !_holder.Entries.TryGetValue(id, out FleetEntry? entry) || (stop.StartsAgain ? !entry.Facts.IsActive : entry.IsDown);

    private void AdvanceStarts(ContainerStatus now)
    {
        for (int i = 0; i < _holder.Starts.Count;)
        {
            StartOperation start = _holder.Starts[i];
            start.Note(now);
            if (start.IsOver)
            {
                _holder.Starts.RemoveAt(i);
                start.Complete();
            }
            else
            {
                i++;
            }
        }
    }

    private void Await(IEnumerable<ContainerId> ids, FleetProtocol.Until until, Action<ImmutableArray<KeyValuePair<ContainerId, string>>> done)
    {
        StartOperation start = new([.. until == FleetProtocol.Until.Accepted ? [] : ids], until, done);
        foreach (ContainerId id in ids)
        {
            FleetEntry entry = _holder.Entries[id];
            if (!entry.IsStartPending)
            {
                start.Note(entry.Status);
            }

            if (entry.IsWaiting && InVain(entry) is { } reason)
            {
                start.Fail(id, reason);
            }
        }

        if (start.IsOver)
        {
            start.Complete();
        }
        else
        {
            _holder.Starts.Add(start);
        }
    }

    private void Forget(ContainerId id)
    {
        if (_holder.Entries.Remove(id, out FleetEntry? entry))
        {
            _holder.Groups[entry.Member.Group].Tell(new Dismiss(id));
            RegraphFor(entry.Member);
            _parts.Events.Append(_parts.Now, new FleetProtocol.MembershipChanged(id, false));
        }
    }

    private void Adopt(MemberSpec member, StreamChoice? streams = null)
    {
        ContainerHolder holder = new(member, _parts.BackendOf(member.Backend)!, _parts.ChanceOf(member.Id), _parts.Now)
        {
            ActorName = $"{member.Id}~{++_holder.Generation}",
            Streams = streams ?? StreamChoice.Logged,
        };
        _holder.Entries.Add(member.Id, new FleetEntry(member, holder.ActorName, holder.Status()));
        GroupNamed(member.Group).Tell(new Adopt(holder));
        _parts.Events.Append(_parts.Now, new FleetProtocol.MembershipChanged(member.Id, true));
    }

    private IActorRef GroupNamed(string name) => _holder.Groups[name];

    private IActorRef GroupOf(GroupSpec spec)
    {
        if (!_holder.Groups.TryGetValue(spec.Name, out IActorRef? group))
        {
            group = Context.ActorOf(_parts.GroupProps(_parts, new GroupHolder(spec)), $"group-{spec.Name}~{++_holder.Generation}");
            _holder.Groups.Add(spec.Name, group);
        }

        return group;
    }

    /// <summary>A container has come or gone. Most containers of helios run stand alone, and a thousand of them must not cost a million steps.</summary>
    private void RegraphFor(MemberSpec member)
    {
        if (!StandsAlone(member, AllDependencies()))
        {
            Regraph();
        }
    }

    /// <summary>Who depends on whom, and who belongs to which group, has changed.</summary>
    private void Regraph()
    {
        HashSet<ContainerId> dependencies = AllDependencies();
        ImmutableArray<MemberSpec> members = [.. InOrder().Select(id => _holder.Entries[id].Member).Where(member => !StandsAlone(member, dependencies))];
        _holder.Graph = DependencyGraph.TryBuild(members, out _)!;
        foreach (GroupSpec group in _holder.Fleet.Groups)
        {
            GroupOf(group).Tell(new Regroup(group,
            [
                .. _holder.Graph.Order.Where(id => _holder.Entries[id].Member.Group == group.Name).Select(static id => id.ToString()),
                .. _holder.Fleet.Groups.Where(child => child.Parent == group.Name).Select(static child => GroupMember.NameOf(child.Name)),
            ]));
        }
    }

    private HashSet<ContainerId> AllDependencies()
        => [.. _holder.Entries.Values.SelectMany(static entry => entry.Member.Dependencies).Select(static dependency => dependency.On)];

    private static bool StandsAlone(MemberSpec member, HashSet<ContainerId> dependencies)
        => member.Group == GroupSpec.RunName && member.Dependencies.IsEmpty && !dependencies.Contains(member.Id);

    /// <summary>The containers in start order, those of helios run last.</summary>
    private IEnumerable<ContainerId> InOrder()
    {
        HashSet<ContainerId> seen = [];
        foreach (MemberSpec member in _holder.Fleet.Members)
        {
            if (_holder.Entries.ContainsKey(member.Id) && seen.Add(member.Id))
            {
                yield return member.Id;
            }
        }

        foreach (ContainerId id in _holder.Entries.Keys.Where(id => !seen.Contains(id)).Order())
        {
            yield return id;
        }
    }

    private sealed record Loaded(IActorRef Asker, string By, FleetDocument Document, FleetSource? Source, FleetProtocol.Until Until, bool IsPlanOnly);

    private sealed record LoadFailed(IActorRef Asker, ImmutableArray<string> Reasons);
}
