using Helios.Contracts;
using Helios.Fleets;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>What groups decide, carried out.</content>
internal partial class FleetActor
{
    private void OnRestartMembers(RestartMembers restart)
    {
        if (_holder.IsShuttingDown)
        {
            return;
        }

        HashSet<ContainerId> affected = [.. restart.Members.SelectMany(ContainersOf)];
        HashSet<ContainerId> active = [.. affected.Where(id => _holder.Entries[id].Facts.IsActive)];
        ContainerId[] reason = [.. ContainersOf(restart.Because)];
        List<ContainerId> gated = [.. active.Union(reason)];
        foreach (ContainerId id in gated)
        {
            _holder.Entries[id].Gates++;
        }

        ContainerId because = ContainerId.TryParse(restart.Because, out ContainerId parsed) ? parsed : default;
        _parts.Events.Append(_parts.Now, new FleetProtocol.GroupRestarts(restart.Group, because, [.. active.Order()]));
        string by = $"group {restart.Group} (because of {restart.Because})";
        _holder.Stops.Add(new StopOperation(active, id => new ContainerProtocol.Restart(id, by) { BySupervision = true }, true, static _ => { }) { Gated = gated, Awaited = reason });
        AdvanceStops();
    }

    private void OnStopGroup(StopGroup stop)
    {
        if (_holder.IsShuttingDown)
        {
            return;
        }

        if (stop.Action is { } action)
        {
            _parts.Events.Append(_parts.Now, new FleetProtocol.GroupGaveUp(stop.Group, stop.Reason, action));
        }

        string by = $"group {stop.Group} ({stop.Reason})";
        Stop(ContainersOfGroup(stop.Group), id => new ContainerProtocol.Stop(id, by), _ => OnGroupDown(stop));
    }

    private void OnGroupDown(StopGroup stop)
    {
        if (stop.Action != GiveUpAction.Escalate)
        {
            return;
        }

        GroupSpec? spec = _holder.Fleet.Groups.FirstOrDefault(group => group.Name == stop.Group);
        if (spec?.Parent is not { } parent)
        {
            _parts.Events.Append(_parts.Now, new FleetProtocol.FleetFailed(stop.Reason));
            return;
        }

        // For the parent it is a member that failed and is started again, as a container would be: GroupAgain comes back unless the parent gives up too.
        GroupNamed(parent).Tell(new MemberEnded(GroupMember.NameOf(stop.Group), false, MemberEnd.WillRestart), Self);
    }

    // Between a group's end and its new start somebody may have asked for the end of everything: that counts.
    private void OnGroupAgain(GroupAgain again)
    {
        if (_holder.IsShuttingDown)
        {
            return;
        }

        string parent = _holder.Fleet.Groups.FirstOrDefault(spec => spec.Name == again.Group)?.Parent ?? GroupSpec.RootName;
        Start(ContainersOfGroup(again.Group).Where(id => _holder.Entries[id].Member.AutoStart && !_holder.Stopped.Contains(id)), $"group {parent}", withSchedules: false);
    }

    /// <summary>The containers of a member: itself, or everything in a group and the groups below it.</summary>
    private IEnumerable<ContainerId> ContainersOf(string member)
    {
        if (GroupMember.IsGroup(member, out string? name))
        {
            return ContainersOfGroup(name);
        }

        return ContainerId.TryParse(member, out ContainerId id) && _holder.Entries.ContainsKey(id) ? [id] : [];
    }

    private ContainerId[] ContainersOfGroup(string name)
    {
        HashSet<string> groups = [name];
        foreach (GroupSpec group in _holder.Fleet.Groups)
        {
            if (group.Parent is { } parent && groups.Contains(parent))
            {
                groups.Add(group.Name);
            }
        }

        return [.. _holder.Entries.Where(pair => groups.Contains(pair.Value.Member.Group)).Select(static pair => pair.Key)];
    }
}
