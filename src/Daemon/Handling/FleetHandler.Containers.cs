using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Helios.Contracts;
using Helios.Control;
using Helios.Fleets;
using Helios.Linux;
using Helios.Supervisor;
using Microsoft.Win32.SafeHandles;

namespace Helios.Daemon;

/// <content>What concerns one container.</content>
internal sealed partial class FleetHandler
{
    private const int StandardStreams = 3;

    private Task<Answer> RunAsync(Request.Run run, ControlCall call)
    {
        MemberSpec member = new()
        {
            Container = run.Spec,
            Key = run.Spec.Id.ToString(),
            Group = GroupSpec.RunName,
            Backend = run.Backend,
            RemoveAfterExit = run.Remove,
            Restart = RestartSpec.Default with { Policy = run.Restart is { } policy ? RestartPolicy.Parse(policy) : RestartPolicy.No },
        };
        return AskFleetAsync(new FleetProtocol.Run(By(call), member, null, run.OpenInput, run.Spec.Terminal ? run.Size : null, run.Start), call);
    }

    private Task<Answer> ChangeAsync(Request.Change change, ControlCall call)
    {
        ContainerId id = Id(change.Name);
        string by = By(call);
        return change.Verb switch
        {
            ChangeVerb.Start => AskAsync(new ContainerProtocol.Start(id, by), call),
            ChangeVerb.Stop => AskAsync(new ContainerProtocol.Stop(id, by, change.Grace), call),
            ChangeVerb.Kill => AskAsync(new ContainerProtocol.Kill(id, by, SignalOf(change.Signal)), call),
            ChangeVerb.Restart => AskAsync(new ContainerProtocol.Restart(id, by, change.Grace), call),
            ChangeVerb.Pause => AskAsync(new ContainerProtocol.Pause(id, by), call),
            ChangeVerb.Resume => AskAsync(new ContainerProtocol.Resume(id, by), call),
            ChangeVerb.Remove => AskAsync(new ContainerProtocol.Remove(id, by, change.Force), call),
            _ => Task.FromResult<Answer>(Reply.Refused.Because(RefusalKind.Unsupported, $"this daemon does not know change {(int)change.Verb}")),
        };
    }

    private async Task<Answer> InspectAsync(Request.Inspect inspect, ControlCall call)
        => await _fleet.AskAsync(new ContainerProtocol.Inspect(Id(inspect.Name)), call.Cancellation).ConfigureAwait(false) switch
        {
            ContainerProtocol.Details details => new Reply.Document(InspectDocument.Of(details, inspect.Environment)),
            ContainerProtocol.Refused refused => Refusals.Of(refused),
            ContainerProtocol.IReply other => Unexpected(other),
        };

    private async Task<Answer> OpenLogsAsync(Request.OpenLogs logs, ControlCall call)
    {
        ContainerProtocol.IReply reply = await _fleet.AskAsync(new ContainerProtocol.OpenLogs(Id(logs.Name)), call.Cancellation).ConfigureAwait(false);
        switch (reply)
        {
            case ContainerProtocol.LogsOpened { Ring: { } ring } opened:
                return new Answer(new Reply.Logs(true, opened.Files), [ReadOnly(ring)]);
            case ContainerProtocol.LogsOpened opened:
                return new Reply.Logs(false, opened.Files);
            case ContainerProtocol.Refused refused:
                return Refusals.Of(refused);
            default:
                return Unexpected(reply);
        }
    }

    private async Task<Answer> ExecAsync(Request.Exec exec, ControlCall call)
    {
        if (!exec.Terminal && call.Descriptors.Length != StandardStreams)
        {
            return Refusals.Invalid($"a process without a terminal needs its {StandardStreams} standard streams, and {call.Descriptors.Length} came");
        }

        ExecSpec spec = new()
        {
            Command = exec.Command,
            Environment = [.. exec.Environment.Select(Variable)],
            WorkingDirectory = exec.WorkingDirectory,
            User = exec.User is { } user ? UserSpec.Parse(user) : null,
            Terminal = exec.Terminal,
        };
        ContainerIo io = exec.Terminal ? new ContainerIo { Size = exec.Size } : new ContainerIo
        {
            Input = Handle(call.Descriptors[0]),
            Output = Handle(call.Descriptors[1]),
            Error = Handle(call.Descriptors[2]),
        };

        ContainerProtocol.IReply reply = await _fleet.AskAsync(new ContainerProtocol.Exec(Id(exec.Name), By(call), spec, io), call.Cancellation).ConfigureAwait(false);
        switch (reply)
        {
            case ContainerProtocol.ExecStarted started:
                if (exec.Terminal)
                {
                    DetachWhenGone(call, started.Id, started.Session);
                }

                using (started.Terminal)
                {
                    ImmutableArray<FileFd> descriptors = started.Terminal is { } terminal ? [Duplicate.Of(terminal)] : [];
                    return new Answer(new Reply.Session(started.Session, started.ProcessId, started.Terminal is not null), descriptors);
                }

            case ContainerProtocol.Refused refused:
                return Refusals.Of(refused);
            default:
                return Unexpected(reply);
        }
    }

    private async Task<Answer> WaitSessionAsync(Request.WaitSession wait, ControlCall call)
        => await _fleet.AskAsync(new ContainerProtocol.WaitExec(Id(wait.Name), By(call), wait.Session), call.Cancellation).ConfigureAwait(false) switch
        {
            ContainerProtocol.ExecEnded ended => new Reply.Ended(ended.Status.Code, ended.Status.ToString(), ended.Status.Signal is null),
            ContainerProtocol.Refused refused => Refusals.Of(refused),
            ContainerProtocol.IReply other => Unexpected(other),
        };

    private async Task<Answer> AttachAsync(Request.Attach attach, ControlCall call)
    {
        ContainerProtocol.IReply reply = await _fleet.AskAsync(new ContainerProtocol.Attach(Id(attach.Name), By(call), attach.Session), call.Cancellation).ConfigureAwait(false);
        switch (reply)
        {
            case ContainerProtocol.Attached attached:
                DetachWhenGone(call, attached.Id, attached.Session);
                FileFd? terminalSide = attached.Terminal is null ? null : Duplicate.Of(attached.Terminal);
                FileFd? input = attached.Input is null ? null : Duplicate.Of(attached.Input);
                FileFd? ring = attached.Ring is null ? null : ReadOnly(attached.Ring);
                return new Answer(
                    new Reply.Streams(terminalSide is not null, input is not null, ring is not null),
                    [.. new[] { terminalSide, input, ring }.OfType<FileFd>()]);
            case ContainerProtocol.Refused refused:
                return Refusals.Of(refused);
            default:
                return Unexpected(reply);
        }
    }

    private async Task<Answer> WaitAsync(Request.Wait wait, ControlCall call)
    {
        ContainerProtocol.WaitFor condition = wait.Condition switch
        {
            WaitCondition.Down => ContainerProtocol.WaitFor.Down,
            WaitCondition.Running => ContainerProtocol.WaitFor.Running,
            WaitCondition.Ready => ContainerProtocol.WaitFor.Ready,
            WaitCondition.Healthy => ContainerProtocol.WaitFor.Healthy,
            _ => ContainerProtocol.WaitFor.Exit,
        };
        return await _fleet.AskAsync(new ContainerProtocol.Wait(Id(wait.Name), condition), call.Cancellation).ConfigureAwait(false) switch
        {
            ContainerProtocol.Waited { Cause: { } cause } => new Reply.Ended(cause.Code, cause.ToString(), cause.IsOwnChoice),
            ContainerProtocol.Waited waited => new Reply.Container(Lines.Of(waited.Container)),
            ContainerProtocol.Refused refused => Refusals.Of(refused),
            ContainerProtocol.IReply other => Unexpected(other),
        };
    }

    // The descriptor is opened before the container is asked a second time: when it is still the same run, the number was not anybody else's.
    private async Task<Answer> OpenRootAsync(Request.OpenRoot root, ControlCall call)
    {
        ContainerProtocol.GetStatus question = new(Id(root.Name));
        ContainerProtocol.IReply before = await _fleet.AskAsync(question, call.Cancellation).ConfigureAwait(false);
        if (before is not ContainerProtocol.Status { Container: { ProcessId: { } pid } status })
        {
            return before is ContainerProtocol.Refused refused ? Refusals.Of(refused) : Reply.Refused.Because(RefusalKind.WrongState, $"{root.Name}: it is not running");
        }

        using FileFd directory = FileFd.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/root"), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY);
        ContainerProtocol.IReply after = await _fleet.AskAsync(question, call.Cancellation).ConfigureAwait(false);
        return after is ContainerProtocol.Status same && same.Container.ProcessId == pid && same.Container.Runs == status.Runs
            ? new Answer(new Reply.Root(), [Duplicate.Of(directory)])
            : Reply.Refused.Because(RefusalKind.WrongState, $"{root.Name}: it ended meanwhile");
    }

    // An attachment belongs to its connection: a client that was killed must not keep others out.
    private void DetachWhenGone(ControlCall call, ContainerId id, string? session)
        => call.Disconnected.UnsafeRegister(
            gone => _fleet.AskAsync(new ContainerProtocol.Detach(id, By(call), session), CancellationToken.None).ContinueWith(
                detached => { _ = detached.Exception; }, TaskScheduler.Default),
            null);

    // The ring is the supervisor's to write: a client gets a descriptor that can only read.
    private static FileFd ReadOnly(SafeHandle ring)
    {
        bool added = false;
        try
        {
            ring.DangerousAddRef(ref added);
            return FileFd.Open(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{ring.DangerousGetHandle()}"), OpenFlags.O_RDONLY);
        }
        finally
        {
            if (added)
            {
                ring.DangerousRelease();
            }
        }
    }

    private static SafeFileHandle Handle(FileFd descriptor) => new(descriptor.Number, ownsHandle: false);

    private static KeyValuePair<string, string> Variable(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? KeyValuePair.Create(text[..equals], text[(equals + 1)..]) : throw new FormatException($"'{text}' is not a variable: write NAME=VALUE");
    }

    private static Reply.Refused Unexpected(object reply) => Reply.Refused.Because(RefusalKind.Failed, $"the supervisor answered with {reply.GetType().Name}");
}
