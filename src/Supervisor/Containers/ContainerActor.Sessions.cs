using System.Globalization;
using Akka.Actor;
using Helios.Contracts;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;
using static Helios.Supervisor.ContainerProtocol;

namespace Helios.Supervisor;

/// <content>Processes started inside, and who holds the streams.</content>
internal partial class ContainerActor
{
    /// <summary>As many sessions as run in a container at once, and as many of the ended ones as are remembered for who asks how they ended.</summary>
    private const int MostSessions = 64;

    private void RunInside(Exec exec)
    {
        // Each holds descriptors of the supervisor's and a process of the container's; one client may not use them up for all.
        if (_holder.Pending.Count + _holder.Sessions.Values.Count(static session => session.Status is null) >= MostSessions)
        {
            Refuse(exec, Refusal.WrongState, string.Create(CultureInfo.InvariantCulture, $"{MostSessions} sessions run in it already, and there may be no more; wait until one has ended"));
            return;
        }

        string name = (++_holder.LastSession).ToString(CultureInfo.InvariantCulture);
        PendingExec pending = new(name, exec, Sender, _holder.Run!.Container!.ExecAsync(exec.Spec, exec.Io, _holder.Run.Cancel.Token));
        _holder.Pending.Add(pending);
        Await(pending);
    }

    private void Await(PendingExec pending)
        => pending.Process.PipeTo(Self, success: process => new ExecLaunched(pending.Name, process), failure: error => new ExecFailed(pending.Name, CauseOf(error)));

    private void Await(ExecSession session)
        => session.Process.Exited.PipeTo(Self, success: status => new SessionEnded(session.Name, status));

    private void OnExecLaunched(ExecLaunched launched)
    {
        if (_holder.Pending.Find(pending => pending.Name == launched.Session) is not { } pending)
        {
            return;
        }

        ExecSession session = new(pending.Name, pending.Command, launched.Process, _parts.Now) { AttachedBy = pending.Command.Spec.Terminal ? pending.Command.By : null };
        _holder.Sessions[session.Name] = session;
        _holder.Pending.Remove(pending);
        Await(session);

        // A short command can be over, and its terminal closed, before the asker reads this: it gets a descriptor of its own.
        SafeFileHandle? terminal = launched.Process.Terminal is { } master ? Duplicate.HandleOf(master) : null;
        pending.Asker.Tell(new ExecStarted(Id, session.Name, launched.Process.ProcessId, terminal));
    }

    private void OnExecFailed(ExecFailed failed)
    {
        if (_holder.Pending.Find(pending => pending.Name == failed.Session) is { } pending)
        {
            _holder.Pending.Remove(pending);
            pending.Asker.Tell(new Refused(Id, Refusal.Failed, failed.Cause.Describe()) { Cause = failed.Cause });
        }
    }

    private void OnSessionEnded(SessionEnded ended)
    {
        if (_holder.Sessions.TryGetValue(ended.Session, out ExecSession? session) && session.Status is null)
        {
            session.Status = ended.Status;
            session.Process.DisposeAsync().AsTask().PipeTo(ActorRefs.Nobody);
            ForgetOldest();
        }
    }

    // A container may run for months and be looked into every second.
    private void ForgetOldest()
    {
        ExecSession[] ended = [.. _holder.Sessions.Values.Where(static session => session.Status is not null)];
        foreach (ExecSession old in ended.OrderBy(static session => session.Started).Take(Math.Max(0, ended.Length - MostSessions)))
        {
            _holder.Sessions.Remove(old.Name);
        }
    }

    private void OnSessionCommand(ICommand command)
    {
        string? name = command switch
        {
            WaitExec wait => wait.Session,
            SignalExec signal => signal.Session,
            Detach detach => detach.Session,
            _ => null,
        };
        if (name is null)
        {
            _holder.AttachedBy = null;
            _holder.Run?.Plumbing?.LendTerminal(false);
            Accept();
            return;
        }

        if (!_holder.Sessions.TryGetValue(name, out ExecSession? session))
        {
            Refuse(command, Refusal.NotFound, $"there is no session {name}");
            return;
        }

        switch (command)
        {
            case WaitExec:
                _holder.Waiters.Add(new Waiter(Sender, holder => session.Status is { } status ? new ExecEnded(holder.Member.Id, name, status) : null));
                break;
            case SignalExec signal when session.Status is not null || !session.Process.TrySignal(signal.Signal):
                Refuse(command, Refusal.WrongState, $"session {name} has ended");
                break;
            case Detach:
                session.AttachedBy = null;
                Accept();
                break;
            default:
                Accept();
                break;
        }
    }

    private void HandOut(Attach attach)
    {
        if (attach.Session is { } name)
        {
            if (!_holder.Sessions.TryGetValue(name, out ExecSession? session) || session.Status is not null)
            {
                Refuse(attach, Refusal.NotFound, $"there is no session {name}");
            }
            else if (session.Process.Terminal is not { } terminal)
            {
                Refuse(attach, Refusal.Unsupported, $"session {name} has no terminal");
            }
            else if (session.AttachedBy is { } other)
            {
                Refuse(attach, Refusal.WrongState, $"{other} is attached to session {name}");
            }
            else
            {
                session.AttachedBy = attach.By;
                Sender.Tell(new Attached(Id, name, terminal, null, null));
            }

            return;
        }

        if (_holder.AttachedBy is { } holder)
        {
            Refuse(attach, Refusal.WrongState, $"{holder} is attached");
            return;
        }

        if (_holder.Run?.Container is not { } container)
        {
            Refuse(attach, Refusal.WrongState, StateTable.WhyNot(_holder.State));
            return;
        }

        _holder.AttachedBy = attach.By;
        _holder.Run.Plumbing?.LendTerminal(true);
        Sender.Tell(new Attached(Id, null, container.Terminal, _holder.Run.Plumbing?.Input, container.Terminal is null ? _holder.Log?.Memory : null));
    }

    private void TellTerminal(Resize resize)
    {
        IContainerProcess? process = resize.Session is { } name
            ? _holder.Sessions.TryGetValue(name, out ExecSession? session) && session.Status is null ? session.Process : null
            : _holder.Run?.Container;
        if (process is null)
        {
            Refuse(resize, Refusal.NotFound, $"there is no session {resize.Session}");
            return;
        }

        process.Resize(resize.Size);
        Accept();
    }
}
