using System.Diagnostics;
using Helios.Actors.Dispatch.SysMsg;
using Helios.Actors.Event;

namespace Helios.Actors;

// Start, failure, restart and stop. A failing actor suspends itself and its children and waits for its parent's decision.
// While children are stopping, messages that would change the actor's state again are kept back.
public sealed partial class ActorCell
{
    private FailureState? _failure;
    private ChildrenWait _wait;
    private SupervisorStrategy? _strategy;

    private enum ChildrenWait : byte
    {
        None,
        Creation,
        Recreation,
        Termination,
    }

    private enum InvokeState
    {
        Normal,
        Suspended,
        WaitingForChildren,
    }

    private bool IsFailed => _failure is not null;

    internal bool IsTerminating => _wait == ChildrenWait.Termination;

    private SupervisorStrategy Strategy => _strategy ??= _props.SupervisorStrategy ?? _actor?.SupervisorStrategyInternal() ?? SupervisorStrategy.DefaultStrategy;

    /// <summary>Enqueues the creation of the instance.</summary>
    internal void Start()
    {
        _dispatcher.Attach(this);
        SendSystemMessage(new Create());
    }

    /// <inheritdoc/>
    public void Stop(IActorRef child)
    {
        if (child is IInternalActorRef target)
        {
            _children?.MarkStopping(target);
            target.Stop();
        }
    }

    internal void Stop() => SendSystemMessage(new Terminate());

    private void SystemInvoke(SystemMessage? messages)
    {
        InvokeState state = CurrentInvokeState();
        while (messages is not null)
        {
            SystemMessage message = messages;
            messages = message.Next;
            message.Next = null;
            if (MustKeepBack(message, state))
            {
                (Rarely.KeptBack ??= new LinkedList<SystemMessage>()).AddLast(message);
                continue;
            }

            try
            {
                _dispatcher.Observer?.Processing(this, message, null);
                Handle(message);
            }
            catch (Exception e)
            {
                HandleInvokeFailure(e);
            }

            InvokeState next = CurrentInvokeState();
            if (next < state && _seldom?.KeptBack is { } kept)
            {
                _seldom?.KeptBack = null;
                for (LinkedListNode<SystemMessage>? node = kept.Last; node is not null; node = node.Previous)
                {
                    node.Value.Next = messages;
                    messages = node.Value;
                }
            }

            state = next;
            if (IsTerminated)
            {
                while (messages is not null)
                {
                    SystemMessage following = messages.Next!;
                    AnswerForTheDead(messages);
                    messages = following;
                }
            }
        }
    }

    private InvokeState CurrentInvokeState()
        => _wait != ChildrenWait.None ? InvokeState.WaitingForChildren
        : IsFailed ? InvokeState.Suspended
        : InvokeState.Normal;

    private static bool MustKeepBack(SystemMessage message, InvokeState state) => state switch
    {
        InvokeState.Suspended => message is Failed,
        InvokeState.WaitingForChildren => message is Failed or Recreate or Suspend or Resume,
        _ => false,
    };

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case Create:
                CreateInstance();
                break;
            case RunContinuation continuation:
                RunAsyncContinuation(continuation);
                break;
            case AsyncOperationEnded ended:
                EndAsyncOperation(ended);
                break;
            case DeathWatchNotification notification:
                WatchedActorTerminated(notification);
                break;
            case Watch watch:
                AddWatcher(watch);
                break;
            case Unwatch unwatch:
                RemoveWatcher(unwatch);
                break;
            case Failed failed:
                HandleFailure(failed);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Suspend:
                SuspendMailbox();
                SuspendChildren(except: null);
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Terminate:
                TerminateSelf();
                break;
            default:
                throw new UnreachableException($"system message {message.GetType()}");
        }
    }

    private void CreateInstance()
    {
        try
        {
            _actor = NewInstance();
            _actor.AroundPreStart();
            LogLifecycle("started");
        }
        catch (Exception e)
        {
            ClearActor();
            throw e as ActorInitializationException
                ?? new ActorInitializationException(_self, $"{_props.Type.Name} could not be created: {e.Message}", e);
        }

        CheckReceiveTimeoutAfterStart();
    }

    private ActorBase NewInstance()
    {
        _behavior = null;
        _seldom?.BehaviorsBelow = null;
        _strategy = null;
        ActorBase instance = _props.NewActor()
            ?? throw new ActorInitializationException(_self, "the producer returned no actor");
        if (!ReferenceEquals(instance.CellOrNull, this))
        {
            throw new ActorInitializationException(_self, "an actor is made by ActorOf, each time anew; its producer returned one made elsewhere");
        }

        instance.InitializeInstance();
        return instance;
    }

    private void HandleInvokeFailure(Exception cause, LocalActorRef? perpetrator = null)
    {
        if (IsFailed || IsTerminated)
        {
            return;
        }

        SuspendMailbox();
        _failure = new FailureState(perpetrator ?? _self);
        SuspendChildren(except: perpetrator);
        _self.Supervisor.SendSystemMessage(new Failed(_self, cause));
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        ActorBase failed = _actor;
        DetachAsyncOperation();
        try
        {
            failed.AroundPreRestart(cause, _currentMessage!);
        }
        catch (Exception e)
        {
            Publish(new Error(
                new PreRestartException(_self, e, cause, _currentMessage),
                _self.Path.ToString(),
                failed.GetType(),
                $"PreRestart threw: {e.Message}"));
        }

        ClearActor();
        Rarely.RecreationCause = cause;
        if (!MustWaitForChildren(ChildrenWait.Recreation))
        {
            FinishRecreate(cause);
        }
    }

    private void FinishRecreate(Exception cause)
    {
        _seldom?.RecreationCause = null;
        List<IInternalActorRef> survivors = ChildRefs();
        try
        {
            ResumeMailbox();
            _failure = null;
            _currentMessage = null;
            _sender = null;
            _actor = NewInstance();
            _actor.AroundPostRestart(cause, null!);
            LogLifecycle("restarted");
        }
        catch (Exception e)
        {
            ClearActor();
            HandleInvokeFailure(e as PostRestartException ?? new PostRestartException(_self, e, cause));
            return;
        }

        foreach (IInternalActorRef child in survivors)
        {
            child.Restart(cause);
        }
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        LocalActorRef? perpetrator = _failure?.Perpetrator;
        if (causedByFailure is not null)
        {
            _failure = null;
            _currentMessage = null;
            _sender = null;
        }

        ResumeMailbox();
        foreach (IInternalActorRef child in ChildRefs())
        {
            child.Resume(ReferenceEquals(child, perpetrator) ? causedByFailure : null);
        }
    }

    private void FaultCreate()
    {
        foreach (IInternalActorRef child in ChildRefs())
        {
            Stop(child);
        }

        if (!MustWaitForChildren(ChildrenWait.Creation))
        {
            FinishCreate();
        }
    }

    private void FinishCreate()
    {
        ResumeMailbox();
        _failure = null;
        CreateInstance();
    }

    private void TerminateSelf()
    {
        if (_wait == ChildrenWait.Termination)
        {
            return;
        }

        StopReceiveTimeout();
        UnwatchAllWatched();
        foreach (IInternalActorRef child in ChildRefs())
        {
            Stop(child);
        }

        bool wasWaiting = _wait != ChildrenWait.None;
        if (MustWaitForChildren(ChildrenWait.Termination))
        {
            if (!wasWaiting)
            {
                if (!IsFailed)
                {
                    SuspendMailbox();
                }

                _failure = new FailureState(_self);
            }
        }
        else
        {
            FinishTerminate();
        }
    }

    private void FinishTerminate()
    {
        ActorBase? actor = _actor;
        _currentMessage = null;
        _sender = null;
        DetachAsyncOperation();
        try
        {
            actor?.AroundPostStop();
        }
        catch (Exception e)
        {
            Publish(new Error(e, _self.Path.ToString(), actor!.GetType(), $"PostStop threw: {e.Message}"));
        }

        ClearActor();
        _wait = ChildrenWait.None;
        CloseMailbox();
        LogLifecycle("stopped");
        _self.Supervisor.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
        TellWatchersWeDied();
        _behavior = null;
        _seldom?.BehaviorsBelow = null;
        _failure = null;
        _children = null;
    }

    /// <summary>Lets go of the instance. Its timers die with it and its stash goes back into the mailbox, first in line.</summary>
    private void ClearActor()
    {
        if (_actor is not { } actor)
        {
            return;
        }

        _seldom?.Timers?.CancelAll();
        _seldom?.Timers = null;
        actor.StashOrNull?.UnstashAll();
        _props.Release(actor);
        _actor = null;
    }

    private void HandleFailure(Failed failed)
    {
        if (_children?.TryGet(failed.Child, out Internal.ChildRestartStats? stats) != true)
        {
            return;
        }

        object? interruptedMessage = _currentMessage;
        IActorRef? interruptedSender = _sender;
        _currentMessage = failed;
        _sender = failed.Child;
        bool decided;
        try
        {
            decided = Strategy.HandleFailure(this, failed.Child, failed.Cause, stats!, _children!.Stats());
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e, failed.Child);
            return;
        }

        if (!decided)
        {
            HandleInvokeFailure(failed.Cause, failed.Child);
        }
        else
        {
            _currentMessage = interruptedMessage;
            _sender = interruptedSender;
        }
    }

    private void HandleChildTerminated(IActorRef child)
    {
        if (_children is not { } children || !children.Remove(child))
        {
            return;
        }

        if (_actor is not null)
        {
            try
            {
                Strategy.HandleChildTerminated(this, child, children);
            }
            catch (Exception e)
            {
                HandleInvokeFailure(e);
            }
        }

        if (_wait == ChildrenWait.None || !children.NoneIsStopping)
        {
            return;
        }

        ChildrenWait waitedFor = _wait;
        _wait = ChildrenWait.None;
        switch (waitedFor)
        {
            case ChildrenWait.Creation:
                FinishCreate();
                break;
            case ChildrenWait.Recreation:
                FinishRecreate(_seldom!.RecreationCause!);
                break;
            default:
                FinishTerminate();
                break;
        }
    }

    private bool MustWaitForChildren(ChildrenWait reason)
    {
        if (_children is null || _children.NoneIsStopping)
        {
            return false;
        }

        _wait = reason;
        return true;
    }

    private void LogLifecycle(string what)
    {
        if (_system.Settings.DebugLifecycle)
        {
            Publish(new Event.Debug(_self.Path.ToString(), _props.Type, what));
        }
    }

    private void Publish(LogEvent logEvent) => _system.EventStream.Publish(logEvent);

    /// <summary>Who made this actor fail: itself, or the child whose failure it escalated.</summary>
    private sealed record FailureState(LocalActorRef Perpetrator);
}
