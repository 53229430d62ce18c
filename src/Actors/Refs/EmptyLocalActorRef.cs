using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>Stands for a path at which no actor lives: answers Identify and Watch, the rest become dead letters.</summary>
internal class EmptyLocalActorRef(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override bool IsTerminated => true;

    internal ActorSystemImpl OwnSystem => system;

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is Watch watch && !watch.Watcher.Equals(this))
        {
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
        }
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (!AnswerIdentify(message, sender))
        {
            system.PublishDeadLetter(message, sender, this);
        }
    }

    protected bool AnswerIdentify(object message, IActorRef? sender)
    {
        object inner = message is ActorSelectionMessage selection ? selection.Message : message;
        if (inner is not Identify identify)
        {
            return false;
        }

        sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
        return true;
    }
}
