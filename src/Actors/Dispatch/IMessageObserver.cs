namespace Helios.Actors.Dispatch;

/// <summary>Sees each message at the moment it is processed.</summary>
internal interface IMessageObserver
{
    void Processing(ActorCell cell, object message, IActorRef? sender);
}
