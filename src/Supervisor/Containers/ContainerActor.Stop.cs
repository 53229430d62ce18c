using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>From running, or on the way there, to down; and what follows.</content>
internal partial class ContainerActor
{
    /// <summary>The polite way: pre-stop command, stop signal, grace, kill.</summary>
    private void Halt(StopOrder order)
    {
        ContainerRun run = _holder.Run!;
        run.Stop = order with { Phase = StopPhase.PreStop };
        bool frozen = _holder.State == ContainerState.Paused;
        EnterStopping();
        if (frozen)
        {
            Thaw(run);
        }

        if (run.Member.Hooks.PreStop is { } hook)
        {
            run.PreStop = PreStopAsync(run, hook, frozen);
            AwaitPreStop(run);
        }
        else
        {
            SendStopSignal();
        }
    }

    /// <summary>The hard way.</summary>
    private void HaltNow(StopOrder order)
    {
        _holder.Run!.Stop = order;
        EnterStopping();
        KillAll();
    }

    private void Abort(StopOrder order)
    {
        _holder.Run!.Stop = order with { Phase = StopPhase.Aborting };
        EnterStopping();
        _holder.Run!.Cancel.Cancel();
    }

    private void EnterStopping()
    {
        Timers.Cancel(ReadyTimer);
        Timers.Cancel(ReadyTimeoutTimer);
        Timers.Cancel(WatchdogTimer);
        RestChecks();
        Enter(ContainerState.Stopping, _holder.Run!.Stop is { } order ? $"stopped by {order.By}" : null);
    }

    private async Task<HookResult> PreStopAsync(ContainerRun run, HookSpec hook, bool frozen)
    {
        if (frozen)
        {
            await run.Container!.ThawAsync(run.Cancel.Token).ConfigureAwait(false);
        }

        return await HookRunner.InsideAsync(run.Container!, hook, _parts.Time, run.Cancel.Token).ConfigureAwait(false);
    }

    private void AwaitPreStop(ContainerRun run)
        => run.PreStop!.PipeTo(Self, success: result => new PreStopEnded(run.Number, result), failure: error => new PreStopEnded(run.Number, new HookResult(Reason.Of(error))));

    private void OnPreStopEnded(PreStopEnded ended)
    {
        if (_holder.Run!.Stop is not { Phase: StopPhase.PreStop })
        {
            return;
        }

        if (ended.Result.Failure is { } failure)
        {
            Warn($"pre-stop command: {failure}");
        }

        SendStopSignal();
    }

    private void SendStopSignal()
    {
        ContainerRun run = _holder.Run!;
        run.Stop = run.Stop! with { Phase = StopPhase.Grace, GraceUntil = _parts.Now + run.Stop!.Grace };
        run.Container!.TrySignal(run.Member.Container.StopSignal);
        WindGrace(run);
    }

    private void WindGrace(ContainerRun run) => Timers.StartSingleTimer(GraceTimer, new GraceOver(run.Number), Remaining(run.Stop!.GraceUntil));

    private void OnGraceOver()
    {
        ContainerRun run = _holder.Run!;
        if (run.Stop is { Phase: StopPhase.Grace })
        {
            run.Stop = run.Stop with { Forced = true };
            KillAll();
        }
    }

    private void KillAll()
    {
        ContainerRun run = _holder.Run!;
        if (run.Finishing is not null || run.Container is null)
        {
            return;
        }

        run.Stop = run.Stop! with { Phase = StopPhase.Killing };
        Timers.Cancel(GraceTimer);
        run.Killing = run.Container.KillAllAsync();
        run.Killing.PipeTo(Self, failure: error => new KillFailed(run.Number, Reason.Of(error)));

        // A process in an uninterruptible wait dies when the kernel lets it; what it forked meanwhile must die too.
        Timers.StartSingleTimer(KillTimer, new KillAgain(run.Number), s_killAgainAfter);
    }

    // Without its control group the payload can still be killed by its pidfd; as process 1 of its namespace it takes the others along.
    private void OnKillFailed(KillFailed failed)
    {
        Warn($"kill: {failed.Reason}");
        _holder.Run!.Container?.TrySignal(Signal.Kill);
    }

    private void OnProcessEnded(ProcessEnded ended)
    {
        ContainerRun run = _holder.Run!;
        if (run.Ended is not null)
        {
            return;
        }

        run.Status = ended.Status;
        run.Ended = _parts.Now;
        if (_holder.State != ContainerState.Stopping)
        {
            EnterStopping();
        }

        Finish();
    }

    /// <summary>Cleans the run up: once, whoever calls.</summary>
    private void Finish()
    {
        ContainerRun run = _holder.Run!;
        if (run.Finishing is not null)
        {
            return;
        }

        Timers.Cancel(GraceTimer);
        Timers.Cancel(KillTimer);
        run.Ended ??= _parts.Now;
        if (_holder.State != ContainerState.Stopping)
        {
            EnterStopping();
        }

        run.Cancel.Cancel();
        run.Finishing = FinishAsync(run);
        AwaitFinish(run);
    }

    private async Task<HookResult> FinishAsync(ContainerRun run)
    {
        // The cause is read from the control group, so before it is removed.
        run.Cause = run.Explain();
        if (run.Plumbing is { } terminal)
        {
            await terminal.DrainTerminalAsync(_parts.Time).ConfigureAwait(false);
        }

        if (run.Container is { } container)
        {
            await container.DisposeAsync().ConfigureAwait(false);
        }

        if (run.Plumbing is { } plumbing)
        {
            await plumbing.CloseAsync(_parts.Time).ConfigureAwait(false);
        }

        return run.Executed is not null && run.Member.Hooks.PostStop is { } hook
            ? await HookRunner.BesideAsync(_holder.Backend, run.Member.Container, "post-stop", hook, _parts.Time, CancellationToken.None).ConfigureAwait(false)
            : HookResult.Good;
    }

    private void AwaitFinish(ContainerRun run)
        => run.Finishing!.PipeTo(
            Self,
            success: result => new Finished(run.Number, result),
            failure: error => new Finished(run.Number, new HookResult($"cleaning up: {Reason.Of(error)}")));

    private void OnFinished(Finished finished)
    {
        if (finished.Result.Failure is { } failure)
        {
            Warn($"post-stop: {failure}");
        }

        ContainerRun run = _holder.Run!;
        ExitCause cause = run.Cause ?? run.Explain();
        RunEnd end = new(
            cause,
            run.Executed is { } executed ? run.Ended!.Value - executed : TimeSpan.Zero,
            run.BecameReady is not null && run.Health != Health.Unhealthy,
            run.Stop?.Wish ?? AfterStop.Decide);
        RestartVerdict verdict = RestartRules.Decide(_holder.Member.Restart, _holder.Memory, end, _parts.Now, _holder.Chance.NextDouble());
        RunRecord record = run.ToRecord(cause);
        _holder.LastCause = cause;
        _holder.History = ContainerHolder.Shortened(_holder.History.Add(record), _holder.Member.History);
        _holder.Run = null;
        _holder.AttachedBy = null;
        run.Dispose();
        Follow(end, verdict, record);
        if (_holder.IsQueued && (_holder.IsDown || _holder.State == ContainerState.BackingOff) && _holder.State != ContainerState.Removed)
        {
            _holder.IsQueued = false;
            Begin("schedule");
        }
    }

    private void Follow(RunEnd end, RestartVerdict verdict, RunRecord record)
    {
        switch (verdict)
        {
            case RestartVerdict.Again { Delay.Ticks: 0 } when end.Wish == AfterStop.StartAgain:
                TellEnd(record, "starts again", null);
                EnterWaiting();
                break;
            case RestartVerdict.Again again:
                _holder.Memory = again.Memory;
                _holder.Restarts++;
                _holder.NextBy = "restart policy";
                _holder.BackOffUntil = _parts.Now + again.Delay;
                TellEnd(record, $"restarts in {DurationText.Of(again.Delay)}", MemberEnd.WillRestart);
                Enter(ContainerState.BackingOff, $"restarts in {DurationText.Of(again.Delay)}");
                Timers.StartSingleTimer(BackOffTimer, new BackOffOver(), again.Delay);
                break;
            case RestartVerdict.GiveUp gaveUp:
                TellEnd(record, $"gave up: {gaveUp.Reason}", MemberEnd.GaveUp);
                EnterDown(ContainerState.Failed, gaveUp.Reason);
                break;
            default:
                TellEnd(record, "stays down", end.Wish == AfterStop.Decide ? (end.IsFailure ? MemberEnd.GaveUp : MemberEnd.Finished) : null);
                EnterDown(end.Wish == AfterStop.Forget ? ContainerState.Removed : ContainerState.Exited, null);
                break;
        }
    }

    private void EnterDown(ContainerState state, string? detail)
    {
        if (state == ContainerState.Removed || _holder.Member.RemoveAfterExit)
        {
            EnterRemoved();
        }
        else
        {
            Enter(state, detail);
        }
    }

    private void TellEnd(RunRecord record, string next, MemberEnd? forTheGroup)
    {
        _fleet.Tell(new Publish(new ContainerProtocol.Ended(Id, record, next)));
        if (forTheGroup is { } end)
        {
            Context.Parent.Tell(new MemberEnded(Id.ToString(), _holder.Member.Essential, end));
        }
    }

    /// <summary>Continues a stop, or an end, where the holder says it stands.</summary>
    private void TakeUpStop()
    {
        ContainerRun run = _holder.Run!;
        if (run.Finishing is not null)
        {
            AwaitFinish(run);
            return;
        }

        if (run.Ended is not null)
        {
            Finish();
            return;
        }

        if (run.Freezing is { } freezing)
        {
            AwaitFreezing(run.Number, freezing.Done);
        }

        if (run.Executed is not null)
        {
            AwaitExit(run);
        }

        switch (run.Stop?.Phase)
        {
            case StopPhase.Aborting when run.Container is null:
                run.Cancel.Cancel();
                AwaitPreparing();
                break;
            case StopPhase.Aborting:
                run.Cancel.Cancel();
                AwaitStarting();
                break;
            case StopPhase.PreStop when run.PreStop is not null:
                AwaitPreStop(run);
                break;
            case StopPhase.PreStop:
                SendStopSignal();
                break;
            case StopPhase.Grace:
                WindGrace(run);
                break;
            case StopPhase.Killing:
                KillAll();
                break;
        }
    }
}
