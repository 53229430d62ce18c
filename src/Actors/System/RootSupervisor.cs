using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>Stands above the root: learns when it has terminated, and that it failed.</summary>
internal sealed class RootSupervisor(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification:
                system.RootTerminated();
                break;
            case Failed failed:
                failed.Child.Stop();
                break;
            default:
                break;
        }
    }
}
