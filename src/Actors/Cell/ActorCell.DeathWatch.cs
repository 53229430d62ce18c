using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

// Terminated travels as a notification of the kernel and is then enqueued behind the messages that the dead actor sent before.
// It is delivered only while its entry in Queued exists, so it arrives once, and not at all after Unwatch.
public sealed partial class ActorCell
{
    private DeathWatch? _deathWatch;

    /// <inheritdoc/>
    public IActorRef Watch(IActorRef subject)
    {
        StartWatching(subject, customMessage: null);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        StartWatching(subject, message);
        return subject;
    }

    /// <inheritdoc/>
    public IActorRef Unwatch(IActorRef subject)
    {
        if (_deathWatch is { } state && subject is IInternalActorRef target)
        {
            if (state.Watching.Remove(subject))
            {
                target.SendSystemMessage(new Unwatch(target, _self));
            }

            state.Queued.Remove(subject);
        }

        return subject;
    }

    private void StartWatching(IActorRef subject, object? customMessage)
    {
        IInternalActorRef target = (IInternalActorRef)subject;
        if (target.Equals(_self))
        {
            return;
        }

        DeathWatch state = _deathWatch ??= new DeathWatch();
        if (state.Watching.TryGetValue(subject, out object? present))
        {
            if (!Equals(present, customMessage))
            {
                throw new InvalidOperationException(
                    $"{subject.Path} is watched already with {present ?? "Terminated"}: Unwatch it before watching it with {customMessage ?? "Terminated"}");
            }

            return;
        }

        state.Watching.Add(subject, customMessage);
        target.SendSystemMessage(new Watch(target, _self));
    }

    private void AddWatcher(Watch watch)
    {
        if (watch.Watchee.Equals(_self) && !watch.Watcher.Equals(_self))
        {
            (_deathWatch ??= new DeathWatch()).AddWatcher(watch.Watcher);
        }
    }

    private void RemoveWatcher(Unwatch unwatch)
    {
        if (unwatch.Watchee.Equals(_self))
        {
            _deathWatch?.WatchedBy?.Remove(unwatch.Watcher);
        }
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        IActorRef actor = notification.Actor;
        if (_deathWatch is { } state && state.Watching.Remove(actor, out object? customMessage) && !IsTerminating)
        {
            state.Queued[actor] = customMessage;
            SendMessage(new Terminated(actor, notification.ExistenceConfirmed, notification.AddressTerminated), actor);
        }

        HandleChildTerminated(actor);
    }

    private void ReceivedTerminated(Terminated terminated)
    {
        if (_deathWatch is { } state && state.Queued.Remove(terminated.ActorRef, out object? customMessage))
        {
            object message = customMessage ?? terminated;
            _currentMessage = message;
            ReceiveMessage(message);
        }
    }

    private void TellWatchersWeDied()
    {
        if (_deathWatch is not { } state)
        {
            return;
        }

        foreach (IInternalActorRef watcher in state.WatchedBy ?? [])
        {
            // The parent has been told already.
            if (!ReferenceEquals(watcher, _self.Supervisor))
            {
                watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
            }
        }

        UnwatchAllWatched();
        _deathWatch = null;
    }

    private void UnwatchAllWatched()
    {
        if (_deathWatch is not { } state)
        {
            return;
        }

        foreach (IActorRef watched in state.Watching.Keys)
        {
            IInternalActorRef target = (IInternalActorRef)watched;
            target.SendSystemMessage(new Unwatch(target, _self));
        }

        state.Watching.Clear();
        state.Queued.Clear();
    }

    private sealed class DeathWatch
    {
        /// <summary>Whom this actor watches, with the message it wants instead of Terminated.</summary>
        internal Dictionary<IActorRef, object?> Watching { get; } = [];

        /// <summary>Whose Terminated waits in the mailbox.</summary>
        internal Dictionary<IActorRef, object?> Queued { get; } = [];

        internal List<IInternalActorRef>? WatchedBy { get; private set; }

        internal void AddWatcher(IInternalActorRef watcher)
        {
            WatchedBy ??= [];
            if (!WatchedBy.Contains(watcher))
            {
                WatchedBy.Add(watcher);
            }
        }
    }
}
