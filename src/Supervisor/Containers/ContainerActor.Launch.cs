using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Linux;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>From down to running.</content>
internal partial class ContainerActor
{
    /// <summary>Somebody wants it to run.</summary>
    /// <param name="by">Who.</param>
    /// <param name="forgets">Whether earlier failures are forgotten.</param>
    private void Begin(string by, bool forgets = true)
    {
        if (forgets)
        {
            _holder.Memory = RestartMemory.Fresh;
        }

        _holder.NextBy = by;
        _holder.Wish = _holder.Wish with { Kind = WishKind.Up, By = by };
        EnterWaiting();
    }

    private void EnterWaiting()
    {
        Timers.Cancel(BackOffTimer);
        _holder.BackOffUntil = null;
        _holder.IsTakenDown = false;
        Enter(ContainerState.Waiting, _holder.State == ContainerState.Waiting ? _holder.Detail : null);
        _fleet.Tell(new MayStart(Id));
    }

    private void EnterPreparing()
    {
        ContainerRun run = new(++_holder.Runs, _holder.Member, _parts.Now, _holder.NextBy);
        _holder.Run = run;
        _holder.Sessions.Clear();
        Enter(ContainerState.Preparing);
        OpenLog();
        AwaitPreparing();
    }

    private void EnterStarting()
    {
        ContainerRun run = _holder.Run!;
        Enter(ContainerState.Starting);
        Listen(run);
        AwaitStarting();
    }

    private void OnLaunchFailed(LaunchFailed failed)
    {
        _holder.Run!.LaunchFailure = failed.Cause;
        Finish();
    }

    private async Task<IContainer> PrepareAsync(ContainerRun run, IActorRef self)
    {
        MemberSpec member = run.Member;
        CancellationToken cancellation = run.Cancel.Token;
        if (member.Hooks.PreStart is { } hook)
        {
            HookResult result = await HookRunner.BesideAsync(_holder.Backend, member.Container, "pre-start", hook, _parts.Time, cancellation).ConfigureAwait(false);
            if (result.Failure is { } failure)
            {
                throw new BackendException(new ExitCause.LaunchFailed("pre-start command", failure));
            }
        }

        if (!_holder.Backend.Capabilities.Has(Feature.Descriptors))
        {
            run.Plumbing = RunPlumbing.None(member.Container);
            return await _holder.Backend.PrepareAsync(member.Container, ContainerIo.Nothing, cancellation).ConfigureAwait(false);
        }

        RunPlumbing plumbing = RunPlumbing.Open(_parts, member, _holder.Streams, _holder.Log, datagram => self.Tell(new Notified(run.Number, datagram)));
        run.Plumbing = plumbing;
        return plumbing.Prepared(await _holder.Backend.PrepareAsync(plumbing.Spec, plumbing.Io, cancellation).ConfigureAwait(false));
    }

    private void AwaitPreparing()
    {
        ContainerRun run = _holder.Run!;
        run.Preparing ??= PrepareAsync(run, Self);
        run.Preparing.PipeTo(Self, success: container => new Prepared(run.Number, container), failure: error => new LaunchFailed(run.Number, CauseOf(error)));
    }

    private void AwaitStarting()
    {
        ContainerRun run = _holder.Run!;
        run.Starting ??= run.Container!.StartAsync(run.Cancel.Token);
        run.Starting.PipeTo(Self, success: () => new Started(run.Number), failure: error => new LaunchFailed(run.Number, CauseOf(error)));
    }

    private static ExitCause.LaunchFailed CauseOf(Exception error) => error switch
    {
        BackendException failure => failure.Cause,
        OperationCanceledException => new ExitCause.LaunchFailed("launch", "cancelled"),
        _ => new ExitCause.LaunchFailed("launch", Reason.Of(error)),
    };
}
