using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor;

/// <content>Commands and queries: the state table's cells carried out.</content>
internal partial class ContainerActor
{
    private void OnCommand(ICommand command)
    {
        Note(command);
        switch (StateTable.ActionOf(_holder.State, CommandKinds.Of(command)))
        {
            case CommandAction.Already:
                OnAlready(command);
                break;
            case CommandAction.Begin:
                Follow();
                Begin(command.By, Forgets(command));
                WindSchedule();
                AcceptWhen(command);
                break;
            case CommandAction.BeginAfterwards:
                Change(command, AfterStop.StartAgain);
                AcceptWhen(command);
                break;
            case CommandAction.Cancel:
                Disarm();
                Timers.Cancel(BackOffTimer);
                Enter(ContainerState.Exited, $"stopped by {command.By}");
                Accept();
                break;
            case CommandAction.Abort:
                Disarm();
                Abort(new StopOrder(command.By, AfterStop.StayDown, TimeSpan.Zero));
                AcceptWhen(command);
                break;
            case CommandAction.Halt:
                Disarm();
                Halt(new StopOrder(command.By, AfterStop.StayDown, (command as Stop)?.Grace ?? _holder.Member.Container.StopGrace));
                AcceptWhen(command);
                break;
            case CommandAction.HaltThenBegin:
                StartsNext(command);
                Halt(new StopOrder(command.By, AfterStop.StartAgain, (command as Restart)?.Grace ?? _holder.Member.Container.StopGrace));
                AcceptWhen(command);
                break;
            case CommandAction.Join:
                Disarm();
                Change(command, AfterStop.StayDown);
                Hasten((command as Stop)?.Grace);
                AcceptWhen(command);
                break;
            case CommandAction.HaltNow:
                Disarm();
                HaltNow(_holder.Run!.Stop is { } order ? order with { Wish = AfterStop.StayDown } : new StopOrder(command.By, AfterStop.StayDown, TimeSpan.Zero));
                AcceptWhen(command);
                break;
            case CommandAction.Deliver:
                Deliver((ContainerProtocol.Kill)command);
                break;
            case CommandAction.Freeze:
                Freeze(command, thaw: false);
                break;
            case CommandAction.Thaw:
                Freeze(command, thaw: true);
                break;
            case CommandAction.Forget:
                EnterRemoved();
                Accept();
                break;
            case CommandAction.HaltThenForget:
                ForceRemove(command);
                break;
            case CommandAction.RunInside:
                RunInside((Exec)command);
                break;
            case CommandAction.AskSession:
                OnSessionCommand(command);
                break;
            case CommandAction.HandOut:
                HandOut((Attach)command);
                break;
            case CommandAction.TellTerminal:
                TellTerminal((Resize)command);
                break;
            default:
                Refuse(command, _holder.State == ContainerState.Removed ? Refusal.NotFound : Refusal.WrongState, StateTable.WhyNot(_holder.State));
                break;
        }
    }

    /// <summary>What is wanted from now on, whatever becomes of the command.</summary>
    private void Note(ICommand command)
    {
        if (command is Stop stop)
        {
            _holder.IsTakenDown = stop.IsPassing && (!_holder.IsDown || _holder.IsTakenDown);
        }

        _holder.Wish = command switch
        {
            Stop { IsPassing: true } => _holder.Wish,
            Stop or ContainerProtocol.Kill { Signal.Number: 9 } => new Wish(WishKind.Down, command.By, false),
            Remove { Force: true } => new Wish(WishKind.Gone, command.By, false),
            Start or Restart when _holder.State != ContainerState.Removed => _holder.Wish with { Kind = WishKind.Up, By = command.By },
            _ => _holder.Wish,
        };
    }

    /// <summary>What was is forgotten; what is goes on.</summary>
    private void OnForgetPast()
    {
        (_holder.History, _holder.Memory) = ([], RestartMemory.Fresh);
        (_holder.LastCause, _holder.Restarts) = (null, 0);
    }

    private void OnAlready(ICommand command)
    {
        if (command is Stop)
        {
            Disarm();
        }

        if (command is Restart)
        {
            AcceptWhen(command);
            return;
        }

        Accept();
    }

    private void Accept() => Sender.Tell(new Accepted(Id, _holder.State));

    private void Refuse(ICommand command, Refusal kind, string reason) => Sender.Tell(new Refused(command.Id, kind, reason));

    /// <summary>Answers when what was asked has happened.</summary>
    private void AcceptWhen(ICommand command)
    {
        int runs = _holder.State is ContainerState.Preparing or ContainerState.Starting ? _holder.Runs - 1 : _holder.Runs;
        Func<ContainerHolder, object?> answer = command switch
        {
            Stop or ContainerProtocol.Kill => static holder => holder.IsDown ? new Accepted(holder.Member.Id, holder.State) : null,
            Remove => static holder => holder.State == ContainerState.Removed ? new Accepted(holder.Member.Id, holder.State) : null,
            Restart => holder => Restarted(holder, runs),
            _ => static holder => new Accepted(holder.Member.Id, holder.State),
        };
        _holder.Waiters.Add(new Waiter(Sender, answer));
    }

    private static object? Restarted(ContainerHolder holder, int runsBefore)
        => holder.State == ContainerState.Failed ? new Refused(holder.Member.Id, Refusal.Failed, holder.Detail ?? "failed")
            : holder.State == ContainerState.Removed ? new Refused(holder.Member.Id, Refusal.NotFound, StateTable.WhyNot(holder.State))
            : holder.Runs > runsBefore && (holder.Run is { Executed: not null } || (holder.Run is null && holder.History[^1].Number > runsBefore))
                ? new Accepted(holder.Member.Id, holder.State)
            : holder.IsDown || holder is { State: ContainerState.Waiting, WaitsInVain: true }
                ? new Refused(holder.Member.Id, Refusal.WrongState, holder.Detail ?? "it was stopped meanwhile")
            : null;

    private void Change(ICommand command, AfterStop wish)
    {
        ContainerRun run = _holder.Run!;
        run.Stop = (run.Stop ?? new StopOrder(command.By, wish, TimeSpan.Zero)) with { Wish = wish };
        if (wish == AfterStop.StartAgain)
        {
            StartsNext(command);
        }
    }

    private void StartsNext(ICommand command)
    {
        _holder.NextBy = command.By;
        if (Forgets(command))
        {
            _holder.Memory = RestartMemory.Fresh;
        }
    }

    // What supervision does by itself must not open the way round the bounds that supervision has.
    private static bool Forgets(ICommand command) => command is not Restart { BySupervision: true };

    /// <summary>A shorter grace counts; a longer one comes too late.</summary>
    private void Hasten(TimeSpan? grace)
    {
        ContainerRun run = _holder.Run!;
        if (grace is { } wait && run.Stop is { Phase: StopPhase.Grace } order && _parts.Now + wait < order.GraceUntil)
        {
            run.Stop = order with { GraceUntil = _parts.Now + wait };
            WindGrace(run);
        }
    }

    private void Deliver(ContainerProtocol.Kill kill)
    {
        ContainerRun run = _holder.Run!;
        run.LastSignal = (kill.Signal, kill.By);
        if (run.Container!.TrySignal(kill.Signal))
        {
            Accept();
        }
        else
        {
            Refuse(kill, Refusal.WrongState, "it has just ended");
        }
    }

    private void ForceRemove(ICommand command)
    {
        Disarm();
        StopOrder order = (_holder.Run!.Stop ?? new StopOrder(command.By, AfterStop.Forget, TimeSpan.Zero)) with { Wish = AfterStop.Forget };
        if (_holder.State is ContainerState.Preparing or ContainerState.Starting)
        {
            Abort(order);
        }
        else if (order.Phase == StopPhase.Aborting && _holder.State == ContainerState.Stopping && _holder.Run!.Executed is null)
        {
            _holder.Run!.Stop = order;
        }
        else
        {
            HaltNow(order);
        }

        AcceptWhen(command);
    }

    private void OnQuery(IQuery query)
    {
        switch (query)
        {
            case GetStatus:
                Sender.Tell(new ContainerProtocol.Status(_holder.Status()));
                break;
            case Inspect:
                Sender.Tell(new Details(
                    _holder.Status(), _holder.Member, History(), _holder.Run?.Container?.Cgroup,
                    [.. _holder.Sessions.Values.Where(static session => session.Status is null).Select(static session => session.Describe())], [], TryPlan()));
                break;
            case ContainerProtocol.GetStatistics:
                Sender.Tell(new Statistics(Id, _parts.Now, _holder.Run is { Executed: not null, Ended: null, Container: { } container } ? container.ReadStatistics() : null));
                break;
            case OpenLogs:
                OnOpenLogs();
                break;
            case Wait wait:
                OnWait(wait);
                break;
            default:
                Sender.Tell(new Refused(Id, Refusal.Invalid, $"unknown question {query.GetType().Name}"));
                break;
        }
    }

    private ImmutableArray<RunRecord> History() => [.. _holder.History, .. _holder.Run is { } run ? [run.ToRecord(null)] : Array.Empty<RunRecord>()];

    private LaunchPlan? TryPlan()
    {
        try
        {
            return _holder.Backend.Plan(_holder.Member.Container);
        }
        catch (BackendException)
        {
            return null;
        }
    }

    private void OnWait(Wait wait)
    {
        int run = _holder.Run?.Number ?? 0;
        _holder.Waiters.Add(new Waiter(Sender, holder => Answer(holder, wait.For, run)));
    }

    private static object? Answer(ContainerHolder holder, WaitFor what, int run)
    {
        ContainerId id = holder.Member.Id;
        ContainerStatus status = holder.Status();
        if (what == WaitFor.Exit)
        {
            RunRecord? ended = run > 0 ? holder.History.Find(record => record.Number == run) : holder.History.LastOrDefault();
            return ended is not null ? new Waited(status, ended.Cause)
                : run == 0 && holder.State == ContainerState.Removed ? new Refused(id, Refusal.NotFound, StateTable.WhyNot(holder.State))
                : null;
        }

        bool holds = what switch
        {
            WaitFor.Down => holder.IsDown,
            WaitFor.Running => status.State is ContainerState.Running or ContainerState.Paused,
            WaitFor.Ready => status.Ready,
            _ => status.Health == Health.Healthy,
        };
        return holds ? new Waited(status, what == WaitFor.Down ? holder.LastCause : null)
            : holder.State is ContainerState.Failed or ContainerState.Exited or ContainerState.Removed
                || (holder is { State: ContainerState.Waiting, WaitsInVain: true } && what != WaitFor.Down)
                ? new Refused(id, Refusal.WrongState, holder.Detail ?? (holder.LastCause is { } cause ? cause.ToString() : StateTable.WhyNot(holder.State)))
            : null;
    }
}
