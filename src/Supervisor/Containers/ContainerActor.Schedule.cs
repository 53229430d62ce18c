using Helios.Fleets;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>How it is to be looked after, and the schedule.</content>
internal partial class ContainerActor
{
    private void OnConfigure(Configure configure)
    {
        _holder.Member = configure.Member;
        _holder.Log?.Configure(configure.Member.Logs, configure.Member.Container.WritablePaths());
        WatchLog();
        if (_holder.Armed && _holder.Member.Schedule is null)
        {
            Disarm();
        }

        _holder.Due = null;
        WindSchedule();
        if (_holder.State == ContainerState.Running)
        {
            RestChecks();
            WatchRun();
        }
    }

    private void OnArm(Arm arm)
    {
        _holder.Armed = _holder.Member.Schedule is not null;
        WindSchedule();
    }

    private void Disarm()
    {
        _holder.Armed = false;
        _holder.IsQueued = false;
        _holder.Due = null;
        Timers.Cancel(ScheduleTimer);
    }

    private void WindSchedule()
    {
        if (_holder.Armed && _holder.Member.Schedule is { } schedule && _holder.State != ContainerState.Removed)
        {
            _holder.Due ??= schedule.When.Next(_parts.Now, _parts.Zone);
            Timers.StartSingleTimer(ScheduleTimer, new ScheduleDue(), Remaining(_holder.Due));
        }
    }

    private void OnScheduleDue()
    {
        _holder.Due = null;
        WindSchedule();
        if (_holder.Member.Schedule is not { } schedule)
        {
            return;
        }

        switch (ScheduleRules.OnDue(schedule.Overlap, _holder.State))
        {
            case DueAction.Start:
                Begin("schedule");
                break;
            case DueAction.Skip:
                Warn("due, but its last run goes on: left out");
                break;
            case DueAction.Replace when _holder.State is ContainerState.Running or ContainerState.Paused:
                _holder.NextBy = "schedule";
                Halt(new StopOrder("schedule", AfterStop.StartAgain, _holder.Member.Container.StopGrace));
                break;
            default:
                _holder.IsQueued = true;
                break;
        }
    }
}
