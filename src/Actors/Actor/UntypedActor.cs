namespace Helios.Actors;

/// <summary>An actor with one method for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The context of the actor that runs on this thread.</summary>
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    /// <inheritdoc/>
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Processes a message; call Unhandled for those it does not know.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Replaces the behaviour.</summary>
    protected void Become(UntypedReceive receive) => Context.Become(receive);

    /// <summary>Replaces the behaviour until UnbecomeStacked.</summary>
    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);

    /// <summary>Runs code as part of the message that is being processed.</summary>
    protected void RunTask(Action action)
        => RunTask(() =>
        {
            action();
            return Task.CompletedTask;
        });

    /// <summary>Runs asynchronous code; no other message is processed before it has ended.</summary>
    protected void RunTask(Func<Task> action) => ((ActorCell)ActorBase.Context).RunTask(action);
}
