using Akka.Actor;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;

namespace Helios.Supervisor;

/// <content>While the program runs: readiness, watchdog, freezing.</content>
internal partial class ContainerActor
{
    private const string ReadyTimer = "ready";
    private const string ReadyTimeoutTimer = "ready-timeout";
    private const string WatchdogTimer = "watchdog";

    private bool OnUp(object message)
    {
        switch (message)
        {
            case ProcessEnded ended:
                OnProcessEnded(ended);
                return true;
            case PostStartEnded ended:
                OnPostStartEnded(ended);
                return true;
            case ReadyTimeCame:
                SayReady();
                return true;
            case ReadyTimeout:
                OnReadyTimeout();
                return true;
            case WatchdogOver:
                OnWatchdogOver();
                return true;
            case Notified notified:
                OnNotified(notified);
                return true;
            case FreezeEnded ended:
                OnFreezeEnded(ended);
                return true;
            case HealthActor.HealthChanged changed:
                OnHealthChanged(changed);
                return true;
            case HealthActor.BecameReady ready:
                OnBecameReady(ready);
                return true;
            case HealthActor.TellMe:
                WatchRun();
                return true;
            default:
                return false;
        }
    }

    private void EnterRunning()
    {
        ContainerRun run = _holder.Run!;
        MarkExecuted();
        Enter(ContainerState.Running);
        if (run.Member.Hooks.PostStart is { } hook)
        {
            run.PostStart = HookRunner.InsideAsync(run.Container!, hook, _parts.Time, run.Cancel.Token);
        }
        else
        {
            run.PostStartDone = true;
        }

        if (run.Member.Readiness is ReadinessSpec.Started { For.Ticks: 0 })
        {
            run.SaidReady = true;
        }

        TakeUpRun();
    }

    private void MarkExecuted()
    {
        ContainerRun run = _holder.Run!;
        if (run.Executed is null)
        {
            run.Executed = _parts.Now;
            run.Plumbing?.Started(_parts, run.Container!, _holder.Log);
        }

        AwaitExit(run);
    }

    private void AwaitExit(ContainerRun run)
        => run.Container!.Exited.PipeTo(Self, success: status => new ProcessEnded(run.Number, status), failure: _ => new ProcessEnded(run.Number, ExitStatus.Killed(Signal.Kill)));

    /// <summary>Everything that goes on while it is up, from the beginning or once more.</summary>
    private void TakeUpRun()
    {
        ContainerRun run = _holder.Run!;
        AwaitExit(run);
        Listen(run);
        if (run.PostStart is { } hook && !run.PostStartDone)
        {
            hook.PipeTo(Self, success: result => new PostStartEnded(run.Number, result));
        }

        if (run.Freezing is { } freezing)
        {
            AwaitFreezing(run.Number, freezing.Done);
        }

        if (run.SaidReady)
        {
            SayReady();
        }
        else
        {
            AwaitReadiness(run);
        }

        WatchRun();
    }

    private void AwaitReadiness(ContainerRun run)
    {
        DateTimeOffset since = run.Executed!.Value;
        if (run.Member.Readiness is ReadinessSpec.Started started)
        {
            Timers.StartSingleTimer(ReadyTimer, new ReadyTimeCame(run.Number), Remaining(since + started.For));
        }

        if (run.Member.Readiness.Timeout is { } timeout)
        {
            Timers.StartSingleTimer(ReadyTimeoutTimer, new ReadyTimeout(run.Number), Remaining(since + timeout));
        }
    }

    private void OnPostStartEnded(PostStartEnded ended)
    {
        ContainerRun run = _holder.Run!;
        run.PostStartDone = true;
        if (ended.Result.Failure is { } failure)
        {
            Halt(new StopOrder($"the post-start command ({failure})", AfterStop.Decide, _holder.Member.Container.StopGrace));
        }
        else if (run.SaidReady)
        {
            SayReady();
        }
    }

    private void SayReady()
    {
        ContainerRun run = _holder.Run!;
        run.SaidReady = true;
        if (!run.PostStartDone)
        {
            return;
        }

        run.BecameReady ??= _parts.Now;
        Timers.Cancel(ReadyTimer);
        Timers.Cancel(ReadyTimeoutTimer);
        WindWatchdog();
    }

    private void OnReadyTimeout()
        => Halt(new StopOrder(
            $"the readiness timeout ({DurationText.Of(_holder.Run!.Member.Readiness.Timeout!.Value)})", AfterStop.Decide, _holder.Member.Container.StopGrace));

    private void WindWatchdog()
    {
        ContainerRun run = _holder.Run!;
        if (run.Member.Watchdog is { } every && run.BecameReady is not null && _holder.State == ContainerState.Running)
        {
            Timers.StartSingleTimer(WatchdogTimer, new WatchdogOver(run.Number), every);
        }
        else
        {
            Timers.Cancel(WatchdogTimer);
        }
    }

    private void OnWatchdogOver()
    {
        StopOrder order = new($"the watchdog (silent for {DurationText.Of(_holder.Run!.Member.Watchdog!.Value)})", AfterStop.Decide, TimeSpan.Zero);
        HaltNow(order);
    }

    private void Listen(ContainerRun run)
    {
        if (run.Container is IInProcessContainer inProcess && !run.IsListening)
        {
            IActorRef self = Self;
            run.IsListening = true;
            inProcess.Notified += datagram => self.Tell(new Notified(run.Number, datagram));
            if (_holder.Log is { } log)
            {
                inProcess.Written += (error, bytes) => log.Append(error ? LogOrigin.Error : LogOrigin.Output, bytes.Span);
            }
        }
    }

    private void OnNotified(Notified notified)
    {
        ContainerRun run = _holder.Run!;
        foreach ((string key, string value) in NotifyMessage.Parse(notified.Datagram))
        {
            switch (key)
            {
                case "READY" when value == "1" && run.Member.Readiness is ReadinessSpec.Notify or ReadinessSpec.NewlineOnFd:
                    if (_holder.State is ContainerState.Running or ContainerState.Paused)
                    {
                        SayReady();
                    }
                    else
                    {
                        // A quick program says so before its actor has heard that it was executed.
                        run.SaidReady |= _holder.State == ContainerState.Starting;
                    }

                    break;
                case "STATUS":
                    run.StatusText = value;
                    break;
                case "WATCHDOG" when value == "1" && _holder.State == ContainerState.Running:
                    WindWatchdog();
                    break;
                case "WATCHDOG" when value == "trigger" && _holder.State == ContainerState.Running && run.Member.Watchdog is not null:
                    OnWatchdogOver();
                    return;
            }
        }
    }

    private void Freeze(ContainerProtocol.ICommand command, bool thaw)
    {
        ContainerRun run = _holder.Run!;
        if (run.Freezing is not null)
        {
            Refuse(command, Refusal.WrongState, "it is being paused or resumed");
            return;
        }

        Task done = thaw ? run.Container!.ThawAsync(run.Cancel.Token) : run.Container!.FreezeAsync(run.Cancel.Token);
        run.Freezing = (done, Sender, command);
        AwaitFreezing(run.Number, done);
    }

    private void AwaitFreezing(int number, Task done)
        => done.PipeTo(Self, success: () => new FreezeEnded(number, null), failure: error => new FreezeEnded(number, Reason.Of(error)));

    private void OnFreezeEnded(FreezeEnded ended)
    {
        ContainerRun run = _holder.Run!;
        if (run.Freezing is not { } freezing)
        {
            return;
        }

        run.Freezing = null;
        if (ended.Failure is { } failure)
        {
            freezing.Asker.Tell(new ContainerProtocol.Refused(Id, Refusal.Failed, failure));
            return;
        }

        Enter(freezing.Command is ContainerProtocol.Pause ? ContainerState.Paused : ContainerState.Running);
        WindWatchdog();
        if (_holder.State == ContainerState.Paused)
        {
            RestChecks();
        }
        else
        {
            WatchRun();
        }

        freezing.Asker.Tell(new ContainerProtocol.Accepted(Id, _holder.State));
    }

    // A stop came between: what was just frozen must be thawed or it never sees its signal.
    private void OnFreezeEndedTooLate(FreezeEnded ended)
    {
        ContainerRun run = _holder.Run!;
        if (run.Freezing is { } freezing)
        {
            run.Freezing = null;
            if (freezing.Command is ContainerProtocol.Resume && ended.Failure is null)
            {
                freezing.Asker.Tell(new ContainerProtocol.Accepted(Id, _holder.State));
                return;
            }

            freezing.Asker.Tell(new ContainerProtocol.Refused(Id, Refusal.WrongState, StateTable.WhyNot(ContainerState.Stopping)));
            if (run.Ended is null)
            {
                Thaw(run);
            }
        }
    }

    private void Thaw(ContainerRun run)
    {
        int number = run.Number;
        run.Container!.ThawAsync(CancellationToken.None).PipeTo(Self, failure: error => new KillFailed(number, Reason.Of(error)));
    }
}
