using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using static Helios.Supervisor.FleetProtocol;

namespace Helios.Supervisor;

/// <content>What the fleet is asked.</content>
internal partial class FleetActor
{
    private void OnContainerMessage(ContainerProtocol.IMessage message)
    {
        if (!_holder.Entries.TryGetValue(message.Id, out FleetEntry? entry))
        {
            Refuse(message, Refusal.NotFound, "there is no such container");
            return;
        }

        if (message is ContainerProtocol.ICommand && _holder.IsShuttingDown)
        {
            Refuse(message, Refusal.ShuttingDown, "the supervisor is stopping");
            return;
        }

        switch (message)
        {
            case ContainerProtocol.Remove when entry.Member.Group != GroupSpec.RunName:
                Refuse(message, Refusal.Forbidden, "it belongs to the fleet file; take it out there and apply");
                return;
            case ContainerProtocol.Start start:
                Start(DependencyRules.WithRequirements([start.Id], MemberOf, _holder.Graph).Where(id => id != start.Id), start.By, withSchedules: true);
                entry.IsStartPending = entry.IsDown;
                _holder.Mark([start.Id], stopped: false);
                break;
            case ContainerProtocol.Restart restart:
                Start(DependencyRules.WithRequirements([restart.Id], MemberOf, _holder.Graph).Where(id => id != restart.Id), restart.By, withSchedules: true);
                _holder.Mark([message.Id], stopped: false);
                break;
            case ContainerProtocol.Stop or ContainerProtocol.Kill { Signal.Number: 9 }:
                _holder.Mark([message.Id], stopped: true);
                break;
            case ContainerProtocol.Inspect:
                InspectWithDependents(message.Id);
                return;
        }

        Route(message.Id, message, Sender);
    }

    private void Refuse(ContainerProtocol.IMessage message, Refusal kind, string reason) => Sender.Tell(new ContainerProtocol.Refused(message.Id, kind, reason));

    private void Refuse(Refusal kind, params ImmutableArray<string> reasons) => Sender.Tell(new Refused(kind, reasons));

    // The container does not know who depends on it.
    private void InspectWithDependents(ContainerId id)
    {
        ImmutableArray<ContainerId> dependents = _holder.Graph.DependentsOf(id);
        IActorRef asker = Sender;
        IActorRef relay = Context.ActorOf(RelayActor.Props(asker, reply => reply is ContainerProtocol.Details details ? details with { Dependents = dependents } : reply));
        Route(id, new ContainerProtocol.Inspect(id), relay);
    }

    private void OnCommand(ICommand command)
    {
        if (_holder.IsShuttingDown && command is not ShutDown)
        {
            Refuse(Refusal.ShuttingDown, "the supervisor is stopping");
            return;
        }

        switch (command)
        {
            case Run run:
                OnRun(run);
                break;
            case Apply apply:
                OnApply(apply);
                break;
            case Scale scale:
                OnScale(scale);
                break;
            case SetOverrides set:
                OnSetOverrides(set);
                break;
            case Down down:
                OnDown(down);
                break;
            case Up up:
                OnUp(up);
                break;
            case Resume resume:
                OnResume(resume);
                break;
            case Forget forget:
                OnForget(forget);
                break;
            case ShutDown shutDown:
                OnShutDown(shutDown);
                break;
            default:
                Refuse(Refusal.Invalid, $"unknown command {command.GetType().Name}");
                break;
        }
    }

    private void OnRun(Run run)
    {
        MemberSpec member = run.Member with { Group = GroupSpec.RunName };
        if (_holder.Entries.ContainsKey(member.Id))
        {
            Refuse(Refusal.Exists, $"there is already a container named {member.Id}");
            return;
        }

        if (_parts.BackendOf(member.Backend) is not { } backend)
        {
            Refuse(Refusal.Invalid, $"there is no backend '{member.Backend}' here");
            return;
        }

        if (run.Streams is not null && member.Restart.Policy.Mode != RestartMode.No)
        {
            Refuse(Refusal.Invalid, "a container that writes to the client's own descriptors cannot be restarted; run it with its output in the log");
            return;
        }

        ImmutableArray<SpecFault> faults = backend.Validate(member.Container);
        if (!faults.IsEmpty)
        {
            Sender.Tell(new Refused(Refusal.Invalid, [.. faults.Select(static fault => fault.ToString())]) { Faults = faults });
            return;
        }

        Adopt(member, new StreamChoice(run.Streams, run.OpenInput, run.Size));
        RegraphFor(member);
        IActorRef asker = Sender;
        if (!run.Start)
        {
            asker.Tell(new RunStarted(_holder.Entries[member.Id].Status));
            return;
        }

        ContainerStatus last = _holder.Entries[member.Id].Status;
        Start([member.Id], run.By, withSchedules: false);
        Await(member.Schedule is null ? [member.Id] : [], Until.Running, failures =>
        {
            last = _holder.Entries.GetValueOrDefault(member.Id)?.Status ?? last;
            asker.Tell(last.Runs > 0 && last.LastExit is ExitCause.LaunchFailed cause && last.StartedAt is null
                ? new Refused(Refusal.Failed, [cause.Describe()]) { Cause = cause }
                : new RunStarted(last));
        });
    }

    private void OnDown(Down down)
    {
        if (!TryResolve(down.Names, out ImmutableArray<ContainerId> ids))
        {
            return;
        }

        ContainerId[] chosen = [.. down.Names.IsEmpty ? ids.Where(id => _holder.Entries[id].Member.Group != GroupSpec.RunName) : ids];
        _holder.Mark(chosen, stopped: true);
        EndSchedules(chosen, id => new ContainerProtocol.Stop(id, down.By));
        IActorRef asker = Sender;
        Stop(chosen, id => new ContainerProtocol.Stop(id, down.By), stop => asker.Tell(new Stopped([.. stop.Order])));
    }

    // Those in a run end their schedule with it; the others would come again by themselves.
    private void EndSchedules(IEnumerable<ContainerId> ids, Func<ContainerId, ContainerProtocol.Stop> stop)
    {
        foreach (ContainerId id in ids.Where(id => _holder.Entries[id] is { IsDown: true, Member.Schedule: not null }))
        {
            Route(id, stop(id));
        }
    }

    private void OnUp(Up up)
    {
        if (!TryResolve(up.Names, out ImmutableArray<ContainerId> ids))
        {
            return;
        }

        ContainerId[] chosen = [.. up.Names.IsEmpty ? ids.Where(id => _holder.Entries[id].Member is { AutoStart: true, Group: not GroupSpec.RunName }) : ids];
        _holder.Mark(chosen, stopped: false);
        ImmutableArray<ContainerId> started = Start(chosen, up.By, withSchedules: !up.Names.IsEmpty);
        IActorRef asker = Sender;
        Await(Started(started, !up.Names.IsEmpty), up.Until, failures => asker.Tell(failures.IsEmpty
            ? new Accepted()
            : new Refused(Refusal.Failed, [.. failures.Select(static failure => $"{failure.Key}: {failure.Value}")])));
    }

    /// <summary>Those that can be waited for: a periodic container that was only armed does not start now.</summary>
    private ImmutableArray<ContainerId> Started(ImmutableArray<ContainerId> ids, bool withSchedules)
        => withSchedules ? ids : [.. ids.Where(id => _holder.Entries[id].Member.Schedule is null)];

    private bool TryResolve(ImmutableArray<string> names, out ImmutableArray<ContainerId> ids)
    {
        HashSet<ContainerId> found = [];
        List<string> unknown = [];
        foreach (string name in names)
        {
            ContainerId[] some = [.. _holder.Entries.Where(pair => pair.Key.ToString() == name || pair.Value.Member.Key == name).Select(static pair => pair.Key)];
            if (some.Length == 0 && (_holder.Fleet.Groups.Any(group => group.Name == name) || name == GroupSpec.RunName))
            {
                found.UnionWith(ContainersOfGroup(name));
            }
            else if (some.Length == 0)
            {
                unknown.Add($"there is no container or group named {name}");
            }

            found.UnionWith(some);
        }

        ids = names.IsEmpty ? [.. InOrder()] : [.. InOrder().Where(found.Contains)];
        if (unknown.Count > 0)
        {
            Refuse(Refusal.NotFound, [.. unknown]);
        }

        return unknown.Count == 0;
    }

    private void OnShutDown(ShutDown shutDown)
    {
        _holder.IsShuttingDown = true;
        EndSchedules(_holder.Entries.Keys, Passing);
        IActorRef asker = Sender;
        Stop([.. _holder.Entries.Keys], Passing, stop => asker.Tell(new Stopped([.. stop.Order])));

        ContainerProtocol.Stop Passing(ContainerId id) => new(id, shutDown.By) { IsPassing = true };
    }

    private void OnQuery(IQuery query)
    {
        switch (query)
        {
            case List list:
                Sender.Tell(new Listed([.. InOrder().Select(id => _holder.Entries[id]).Where(entry => list.All || !entry.IsDown).Select(static entry => entry.Status)]));
                break;
            case GetTree:
                Sender.Tell(new Tree(TreeRules.Draw(_holder.Fleet, [.. InOrder().Select(id => (_holder.Entries[id].Member, _holder.Entries[id].Status))])));
                break;
            case Plan plan:
                Load(plan.Source, Until.Accepted, "", isPlanOnly: true);
                break;
            case GetStatistics statistics:
                OnGetStatistics(statistics);
                break;
            case GetOverrides:
                Sender.Tell(new Overrides(_holder.Overridable, _holder.Overrides));
                break;
            default:
                Refuse(Refusal.Invalid, $"unknown question {query.GetType().Name}");
                break;
        }
    }

    private void OnGetStatistics(GetStatistics statistics)
    {
        ContainerId[] ids =
        [
            .. statistics.Ids.IsEmpty
                ? InOrder().Where(id => _holder.Entries[id].Facts.IsUp)
                : statistics.Ids.Where(_holder.Entries.ContainsKey),
        ];
        IActorRef collector = Context.ActorOf(StatisticsCollector.Props(Sender, ids.Length));
        foreach (ContainerId id in ids)
        {
            Route(id, new ContainerProtocol.GetStatistics(id), collector);
        }
    }
}
