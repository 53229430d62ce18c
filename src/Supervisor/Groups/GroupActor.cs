using Akka.Actor;
using Helios.Fleets;
using Helios.Linux;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <summary>Parent of the containers of one group; decides what the end of one means for the others.</summary>
/// <remarks>
/// Parent: the fleet, which carries the decisions out, because order and dependencies reach beyond a group. Children: the container actors.
/// One state. An instance that fails is replaced and carries out what it failed at; its children and its holder live on.
/// </remarks>
internal class GroupActor : UntypedActor
{
    private static readonly RestartSpec s_wait = RestartSpec.Default;

    private readonly SupervisorParts _parts;
    private readonly GroupHolder _holder;

    /// <param name="parts">The surroundings.</param>
    /// <param name="holder">What outlives this instance.</param>
    public GroupActor(SupervisorParts parts, GroupHolder holder)
    {
        _parts = parts;
        _holder = holder;
    }

    internal static Props Props(SupervisorParts parts, GroupHolder holder) => ActorProps.Of(() => new GroupActor(parts, holder));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        Handle(message, Sender);
        _holder.Unfinished.IsOver(message);
    }

    private void Handle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Routed routed:
                OnRouted(routed, sender);
                break;
            case MemberEnded ended:
                OnMemberEnded(ended);
                break;
            case Regroup regroup:
                OnRegroup(regroup);
                break;
            case Adopt adopt:
                OnAdopt(adopt);
                break;
            case Dismiss dismiss:
                OnDismiss(dismiss);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => Restarting.Always;

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        // The children live on.
        if (_holder.Unfinished.IsDone(message))
        {
            return;
        }

        if (message is Routed { Message: ContainerProtocol.ICommand or ContainerProtocol.IQuery } routed && !Sender.Equals(Context.Parent))
        {
            Sender.Tell(new ContainerProtocol.Refused(routed.Id, Refusal.Failed, $"internal error: {Reason.Of(reason)}"));
        }
        else
        {
            _holder.Unfinished.Keep(message, Sender);
        }
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason) => _holder.Unfinished.Redo(Handle, static (_, _) => { });

    private void OnRegroup(Regroup regroup) => (_holder.Spec, _holder.Order) = (regroup.Spec, regroup.Order);

    private void OnAdopt(Adopt adopt)
        => _holder.Containers[adopt.Holder.Member.Id] = Context.ActorOf(_parts.ContainerProps(_parts, adopt.Holder, Context.Parent), adopt.Holder.ActorName);

    // A poison pill queues behind what the container has not answered yet.
    private void OnDismiss(Dismiss dismiss)
    {
        if (_holder.Containers.Remove(dismiss.Id, out IActorRef? container))
        {
            container.Tell(PoisonPill.Instance);
        }
    }

    private void OnRouted(Routed routed, IActorRef sender)
    {
        if (_holder.Containers.TryGetValue(routed.Id, out IActorRef? container))
        {
            container.Tell(routed.Message, sender);
        }
        else if (routed.Message is ContainerProtocol.IMessage)
        {
            sender.Tell(new ContainerProtocol.Refused(routed.Id, Refusal.NotFound, "there is no such container"));
        }
    }

    private void OnMemberEnded(MemberEnded ended)
    {
        (GroupVerdict verdict, _holder.Restarts) = GroupRules.Decide(
            _holder.Spec, _holder.Order, ended.Member, ended.Essential, ended.End, _holder.Restarts, _parts.Now);
        switch (verdict)
        {
            case GroupVerdict.RestartAlong along:
                Context.Parent.Tell(new RestartMembers(_holder.Spec.Name, ended.Member, along.Members));
                break;
            case GroupVerdict.GiveUp gaveUp:
                _holder.Restarts = [];
                Context.Parent.Tell(new StopGroup(_holder.Spec.Name, gaveUp.Reason, gaveUp.Action));
                return;
            case GroupVerdict.Complete complete:
                Context.Parent.Tell(new StopGroup(_holder.Spec.Name, complete.Reason, null));
                return;
        }

        // A container starts itself again; a group is started by the fleet.
        if (GroupMember.IsGroup(ended.Member, out string? group))
        {
            // By the scheduler of the system, whose work outlives an instance that fails meanwhile.
            Context.System.Scheduler.ScheduleTellOnce(DelayBefore(group), Context.Parent, new GroupAgain(group), Self);
        }
    }

    // As a container waits by default: what gives up at once whenever it is started must not be started without end in no time.
    private TimeSpan DelayBefore(string group)
    {
        (int steps, DateTimeOffset last) = _holder.Returns.GetValueOrDefault(group);
        steps = _parts.Now - last >= s_wait.MaxDelay + s_wait.ResetAfter ? 0 : steps;
        _holder.Returns[group] = (steps + 1, _parts.Now);
        return RestartRules.DelayAt(s_wait, steps, chance: 0);
    }
}
