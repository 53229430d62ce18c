using Helios.Contracts;
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
internal partial class ContainerActor : ReceiveActor, IWithTimers
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
        Answering();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private ContainerId Id => _holder.Member.Id;

    internal static Props Props(SupervisorParts parts, ContainerHolder holder, IActorRef fleet)
        => ActorProps.Of(() => new ContainerActor(parts, holder, fleet));

    // Created, Exited, Failed: down, and nothing will happen by itself but the schedule.
    private void Down() => Answering();

    private void Waiting()
    {
        Receive<Go>(_ => EnterPreparing());
        Receive<NotYet>(later => _holder.Detail = later.Reason);
        Answering();
    }

    private void Preparing()
    {
        Receive<Prepared>(OfThisRun<Prepared>(message =>
        {
            _holder.Run!.Container = message.Container;
            EnterStarting();
        }));
        Receive<LaunchFailed>(OfThisRun<LaunchFailed>(OnLaunchFailed));
        Answering();
    }

    private void Starting()
    {
        Receive<Started>(OfThisRun<Started>(_ => EnterRunning()));
        Receive<Notified>(OfThisRun<Notified>(OnNotified));
        Receive<LaunchFailed>(OfThisRun<LaunchFailed>(OnLaunchFailed));
        Answering();
    }

    private void Running()
    {
        ReceiveWhileUp();
        Receive<FreezeEnded>(OfThisRun<FreezeEnded>(OnFreezeEnded));
        Answering();
    }

    private void Paused()
    {
        ReceiveWhileUp();
        Receive<FreezeEnded>(OfThisRun<FreezeEnded>(OnFreezeEnded));
        Answering();
    }

    private void Stopping()
    {
        // A launch that was given up may still succeed: then there is something to kill or to clean up.
        Receive<Prepared>(OfThisRun<Prepared>(message =>
        {
            _holder.Run!.Container = message.Container;
            Finish();
        }));
        Receive<Started>(OfThisRun<Started>(_ =>
        {
            MarkExecuted();
            KillAll();
        }));
        Receive<LaunchFailed>(OfThisRun<LaunchFailed>(OnLaunchFailed));
        Receive<FreezeEnded>(OfThisRun<FreezeEnded>(OnFreezeEndedTooLate));
        Receive<PreStopEnded>(OfThisRun<PreStopEnded>(OnPreStopEnded));
        Receive<GraceOver>(OfThisRun<GraceOver>(_ => OnGraceOver()));
        Receive<KillAgain>(OfThisRun<KillAgain>(_ => KillAll()));
        Receive<KillFailed>(OfThisRun<KillFailed>(OnKillFailed));
        Receive<ProcessEnded>(OfThisRun<ProcessEnded>(OnProcessEnded));
        Receive<Finished>(OfThisRun<Finished>(OnFinished));
        Receive<Notified>(OfThisRun<Notified>(OnNotified));
        Answering();
    }

    private void BackingOff()
    {
        Receive<BackOffOver>(_ => EnterWaiting());
        Answering();
    }

    private void Removed() => Answering();

    /// <summary>What every state knows. Declared last: the state's own handlers come first.</summary>
    private void Answering()
    {
        Receive<ContainerProtocol.ICommand>(OnCommand);
        Receive<ContainerProtocol.IQuery>(OnQuery);
        Receive<Configure>(OnConfigure);
        Receive<Arm>(OnArm);
        Receive<Refresh>(_ => OnRefresh());
        Receive<ScheduleDue>(_ => OnScheduleDue());
        Receive<LogActor.Report>(OnLogReport);
        Receive<ExecLaunched>(OnExecLaunched);
        Receive<ExecFailed>(OnExecFailed);
        Receive<SessionEnded>(OnSessionEnded);
        ReceiveAny(static _ => { });
    }

    /// <inheritdoc/>
    protected override bool AroundReceive(Receive receive, object message)
    {
        bool known = base.AroundReceive(receive, message);
        TellWhatChanged();
        return known;
    }

    /// <inheritdoc/>
    protected override void PreStart() => TakeUp();

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
            Sender.Tell(new ContainerProtocol.Refused(Id, Refusal.Failed, $"internal error: {reason.Message}"));
        }

        _fleet.Tell(new Publish(new ContainerProtocol.Warned(Id, $"internal error, taken up again: {reason.Message}")));
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
                Become(Preparing);
                AwaitPreparing();
                break;
            case ContainerState.Starting:
                Become(Starting);
                AwaitStarting();
                break;
            case ContainerState.Running or ContainerState.Paused:
                BecomePresent();
                TakeUpRun();
                break;
            case ContainerState.Stopping:
                Become(Stopping);
                TakeUpStop();
                break;
            case ContainerState.BackingOff:
                Become(BackingOff);
                Timers.StartSingleTimer(BackOffTimer, new BackOffOver(), Remaining(_holder.BackOffUntil));
                break;
            default:
                BecomePresent();
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
        BecomePresent();
    }

    private void BecomePresent()
    {
        switch (_holder.State)
        {
            case ContainerState.Waiting: Become(Waiting); break;
            case ContainerState.Preparing: Become(Preparing); break;
            case ContainerState.Starting: Become(Starting); break;
            case ContainerState.Running: Become(Running); break;
            case ContainerState.Paused: Become(Paused); break;
            case ContainerState.Stopping: Become(Stopping); break;
            case ContainerState.BackingOff: Become(BackingOff); break;
            case ContainerState.Removed: Become(Removed); break;
            default: Become(Down); break;
        }
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

    /// <summary>Drops what is about a run that is over.</summary>
    private Action<T> OfThisRun<T>(Action<T> handler)
        where T : IOfRun
        => message =>
        {
            if (message.Run == _holder.Run?.Number)
            {
                handler(message);
            }
        };
}
