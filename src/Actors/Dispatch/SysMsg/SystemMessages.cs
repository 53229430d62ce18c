namespace Helios.Actors.Dispatch.SysMsg;

/// <summary>Link of the lock-free list of system messages of one cell.</summary>
internal abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next;
}

/// <summary>Marks the list of a cell that takes no more messages.</summary>
internal sealed class NoMessage : SystemMessage
{
    internal static readonly NoMessage Closed = new();
}

/// <summary>Makes the instance and calls PreStart.</summary>
internal sealed class Create : SystemMessage;

/// <summary>Replaces the instance.</summary>
internal sealed class Recreate(Exception cause) : SystemMessage
{
    internal Exception Cause => cause;
}

/// <summary>Stops processing user messages, here and below.</summary>
internal sealed class Suspend : SystemMessage;

/// <summary>Undoes one suspension, here and below.</summary>
internal sealed class Resume(Exception? causedByFailure) : SystemMessage
{
    internal Exception? CausedByFailure => causedByFailure;
}

/// <summary>Stops the actor and everything below.</summary>
internal sealed class Terminate : SystemMessage;

/// <summary>Asks for a <see cref="DeathWatchNotification"/>.</summary>
internal sealed class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watchee => watchee;

    internal IInternalActorRef Watcher => watcher;
}

/// <summary>Takes a <see cref="Watch"/> back.</summary>
internal sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    internal IInternalActorRef Watchee => watchee;

    internal IInternalActorRef Watcher => watcher;
}

/// <summary>Tells a watcher, and always the parent, that an actor is gone.</summary>
internal sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated) : SystemMessage
{
    internal IActorRef Actor => actor;

    internal bool ExistenceConfirmed => existenceConfirmed;

    internal bool AddressTerminated => addressTerminated;
}

/// <summary>Tells the parent that a child threw; the child waits, suspended, for the decision.</summary>
internal sealed class Failed(LocalActorRef child, Exception cause) : SystemMessage
{
    internal LocalActorRef Child => child;

    internal Exception Cause => cause;
}

/// <summary>A continuation of an asynchronous handler, to be run by the actor.</summary>
internal sealed class RunContinuation(AsyncOperation operation, SendOrPostCallback callback, object? state) : SystemMessage
{
    internal AsyncOperation Operation => operation;

    internal SendOrPostCallback Callback => callback;

    internal object? State => state;
}

/// <summary>An asynchronous handler has ended.</summary>
internal sealed class AsyncOperationEnded(AsyncOperation operation, Exception? failure) : SystemMessage
{
    internal AsyncOperation Operation => operation;

    internal Exception? Failure => failure;
}
