using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <summary>Owns one container from its first start to its removal.</summary>
/// <remarks>
/// Parent: the group. Children: the log and the health actor.
/// <code>
/// Created ─Start─▶ Waiting ─Go─▶ Preparing ─▶ Starting ─▶ Running ◀─Pause/Resume─▶ Paused
///                     ▲              │            │           │                      │
///                     │              ▼            ▼           ▼ process ended, Stop  ▼
///                  BackingOff ◀──── finishing: clean up, post-stop command (Stopping)
///                                      │
///                                      └──▶ Exited | Failed | Removed
/// </code>
/// Every fact is in the holder, which outlives the instance. A handler that throws costs one message: the asker is told, the instance is replaced,
/// and the new one takes up from the holder every task that was under way. Commands are answered by the state table, in every state.
/// </remarks>
internal partial class ContainerActor : UntypedActor, IWithTimers
{
    private const string BackOffTimer = "back-off";
    private const string GraceTimer = "grace";
    private const string KillTimer = "kill";
    private const string ScheduleTimer = "schedule";

    private static readonly TimeSpan s_killAgainAfter = TimeSpan.FromSeconds(1);

    private readonly SupervisorParts _parts;
    private readonly ContainerHolder _holder;
    private readonly IActorRef _fleet;

    /// <param name="parts">The surroundings.</param>
    /// <param name="holder">What outlives this instance.</param>
    /// <param name="fleet">The fleet.</param>
    public ContainerActor(SupervisorParts parts, ContainerHolder holder, IActorRef fleet)
    {
        _parts = parts;
        _holder = holder;
        _fleet = fleet;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private ContainerId Id => _holder.Member.Id;

    internal static Props Props(SupervisorParts parts, ContainerHolder holder, IActorRef fleet)
        => ActorProps.Of(() => new ContainerActor(parts, holder, fleet));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        // What is about a run that is over says nothing about the present one.
        if (message is IOfRun ofRun && ofRun.Run != _holder.Run?.Number)
        {
            return;
        }

        bool known = _holder.State switch
        {
            ContainerState.Waiting => OnWaiting(message),
            ContainerState.Preparing => OnPreparing(message),
            ContainerState.Starting => OnStarting(message),
            ContainerState.Running or ContainerState.Paused => OnUp(message),
            ContainerState.Stopping => OnStopping(message),
            ContainerState.BackingOff => OnBackingOff(message),
            _ => false,
        };
        if (!known)
        {
            OnAnyState(message);
        }
    }

    private bool OnWaiting(object message)
    {
        switch (message)
        {
            case Go:
                EnterPreparing();
                return true;
            case NotYet later:
                _holder.Detail = later.Reason;
                _holder.WaitsInVain = later.IsInVain;
                return true;
            default:
                return false;
        }
    }

    private bool OnPreparing(object message)
    {
        switch (message)
        {
            case Prepared prepared:
                _holder.Run!.Container = prepared.Container;
                EnterStarting();
                return true;
            case LaunchFailed failed:
                OnLaunchFailed(failed);
                return true;
            default:
                return false;
        }
    }

    private bool OnStarting(object message)
    {
        switch (message)
        {
            case Started:
                EnterRunning();
                return true;
            case Notified notified:
                OnNotified(notified);
                return true;
            case LaunchFailed failed:
                OnLaunchFailed(failed);
                return true;
            default:
                return false;
        }
    }

    private bool OnStopping(object message)
    {
        switch (message)
        {
            // A launch that was given up may still succeed: then there is something to kill or to clean up.
            case Prepared prepared:
                _holder.Run!.Container = prepared.Container;
                Finish();
                return true;
            case Started:
                MarkExecuted();
                KillAll();
                return true;
            case LaunchFailed failed:
                OnLaunchFailed(failed);
                return true;
            case FreezeEnded frozen:
                OnFreezeEndedTooLate(frozen);
                return true;
            case PreStopEnded ended:
                OnPreStopEnded(ended);
                return true;
            case GraceOver:
                OnGraceOver();
                return true;
            case KillAgain:
                KillAll();
                return true;
            case KillFailed failed:
                OnKillFailed(failed);
                return true;
            case ProcessEnded ended:
                OnProcessEnded(ended);
                return true;
            case Finished finished:
                OnFinished(finished);
                return true;
            case Notified notified:
                OnNotified(notified);
                return true;
            default:
                return false;
        }
    }

    private bool OnBackingOff(object message)
    {
        if (message is not BackOffOver)
        {
            return false;
        }

        EnterWaiting();
        return true;
    }

    /// <summary>What every state answers to. What no state knows comes late, from a state that has passed.</summary>
    private void OnAnyState(object message)
    {
        switch (message)
        {
            case ContainerProtocol.ICommand command:
                OnCommand(command);
                break;
            case ContainerProtocol.IQuery query:
                OnQuery(query);
                break;
            case Configure configure:
                OnConfigure(configure);
                break;
            case Arm arm:
                OnArm(arm);
                break;
            case ForgetPast:
                OnForgetPast();
                break;
            case Refresh:
                OnRefresh();
                break;
            case ScheduleDue:
                OnScheduleDue();
                break;
            case LogActor.Report report:
                OnLogReport(report);
                break;
            case ExecLaunched launched:
                OnExecLaunched(launched);
                break;
            case ExecFailed failed:
                OnExecFailed(failed);
                break;
            case SessionEnded ended:
                OnSessionEnded(ended);
                break;
        }
    }

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        bool known = base.AroundReceive(receive, message);
        TellWhatChanged();
        return known;
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        TakeUp();
        TellWhatChanged();
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => Restarting.Always;

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        // The children live on, and so does everything in the holder. Whoever asked must not wait for ever.
        if (Sender.Equals(_fleet) && message is ContainerProtocol.ICommand or Configure or Arm)
        {
            _fleet.Tell(new Broke(Id, message));
        }
        else if (message is ContainerProtocol.ICommand or ContainerProtocol.IQuery)
        {
            Sender.Tell(new ContainerProtocol.Refused(Id, Refusal.Failed, $"internal error: {Reason.Of(reason)}"));
        }

        _fleet.Tell(new Publish(new ContainerProtocol.Warned(Id, $"internal error, taken up again: {Reason.Of(reason)}")));
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        TakeUp();
        TellWhatChanged();
    }

    /// <summary>Continues from what the holder says: awaits every open task again, winds every timer again.</summary>
    private void TakeUp()
    {
        foreach (PendingExec pending in _holder.Pending)
        {
            Await(pending);
        }

        foreach (ExecSession session in _holder.Sessions.Values.Where(static session => session.Status is null))
        {
            Await(session);
        }

        WindSchedule();
        switch (_holder.State)
        {
            case ContainerState.Waiting:
                EnterWaiting();
                break;
            case ContainerState.Preparing:
                AwaitPreparing();
                break;
            case ContainerState.Starting:
                AwaitStarting();
                break;
            case ContainerState.Running or ContainerState.Paused:
                TakeUpRun();
                break;
            case ContainerState.Stopping:
                TakeUpStop();
                break;
            case ContainerState.BackingOff:
                Timers.StartSingleTimer(BackOffTimer, new BackOffOver(), Remaining(_holder.BackOffUntil));
                break;
        }
    }

    private void Enter(ContainerState state, string? detail = null)
    {
        if (_holder.State != state)
        {
            _holder.Since = _parts.Now;
        }

        _holder.State = state;
        _holder.Detail = detail;
    }

    private void TellWhatChanged()
    {
        ContainerStatus now = _holder.Status();
        if (now != _holder.Published)
        {
            ContainerStatus before = _holder.Published;
            _holder.Published = now;
            _fleet.Tell(new Reported(_holder.ActorName, before, now));
        }

        Record();
        for (int i = 0; i < _holder.Waiters.Count;)
        {
            if (_holder.Waiters[i].Answer(_holder) is { } answer)
            {
                _holder.Waiters[i].Who.Tell(answer);
                _holder.Waiters.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }
    }

    // Put before anybody is answered: whoever has got an answer finds it kept.
    private void Record()
    {
        if (_parts.State is not { } state || _holder.State == ContainerState.Removed && _holder.Recorded is null)
        {
            return;
        }

        if (_holder.State == ContainerState.Removed)
        {
            _holder.Recorded = null;
            state.Drop(Id, _holder.ActorName);
        }
        else if (_holder.ToRecord() is var record && record != _holder.Recorded)
        {
            _holder.Recorded = record;
            state.Put(record);
        }
    }

    private void OnRefresh()
    {
        _fleet.Tell(new Reported(_holder.ActorName, _holder.Published, _holder.Published));
        if (_holder.State == ContainerState.Waiting)
        {
            _fleet.Tell(new MayStart(Id));
        }
    }

    private void Warn(string text) => _fleet.Tell(new Publish(new ContainerProtocol.Warned(Id, text)));

    private TimeSpan Remaining(DateTimeOffset? until)
    {
        TimeSpan rest = (until ?? _parts.Now) - _parts.Now;
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }
}
