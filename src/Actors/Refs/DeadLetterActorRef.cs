using Helios.Actors.Event;

namespace Helios.Actors;

/// <summary>The dead letters office: publishes what reaches it on the event stream.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : EmptyLocalActorRef(system, path)
{
    public override bool IsTerminated => false;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        switch (message)
        {
            case AllDeadLetters letter:
                OwnSystem.EventStream.Publish(letter);
                break;
            default:
                if (!AnswerIdentify(message, sender))
                {
                    OwnSystem.PublishDeadLetter(message, sender, this);
                }

                break;
        }
    }
}
