using Helios.Actors.Dispatch.MessageQueues;

namespace Helios.Actors.Dispatch;

/// <summary>Makes the queue of one mailbox.</summary>
internal interface IMessageQueueFactory
{
    IMessageQueue Create(IActorRef owner, ActorSystem system);
}
