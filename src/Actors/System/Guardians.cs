namespace Helios.Actors;

/// <summary>The top of the tree: stops the system when the user guardian or the system guardian is gone.</summary>
internal sealed class RootGuardian(ActorSystemImpl system) : ActorBase
{
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(system.GuardianFailed);

    protected override bool Receive(object message) => false;
}

/// <summary>The parent of what ActorSystem.ActorOf makes.</summary>
internal sealed class UserGuardian(SupervisorStrategy strategy) : ActorBase
{
    protected override SupervisorStrategy SupervisorStrategy() => strategy;

    protected override bool Receive(object message) => false;

    // A guardian that its supervisor restarts keeps its children.
    protected override void PreRestart(Exception reason, object message)
    {
    }
}

/// <summary>The parent of loggers and of actors that outlive those of the application.</summary>
internal sealed class SystemGuardian(IActorRef userGuardian) : ActorBase
{
    protected override void PreStart() => Context.Watch(userGuardian);

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(userGuardian))
        {
            return false;
        }

        Context.Stop(Context.Parent);
        return true;
    }
}
