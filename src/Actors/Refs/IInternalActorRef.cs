using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

/// <summary>What the kernel and supervisor strategies may do with a reference. Not for application code.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The supervisor.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>True once the actor has run its PostStop.</summary>
    bool IsTerminated { get; }

    /// <summary>The descendant below the given names, <see cref="ActorRefs.Nobody"/> when there is none.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    /// <summary>Lets the actor process its first message.</summary>
    void Start();

    /// <summary>Stops the actor after the message it is processing.</summary>
    void Stop();

    /// <summary>Replaces the instance, keeping the mailbox.</summary>
    void Restart(Exception cause);

    /// <summary>Stops processing of user messages.</summary>
    void Suspend();

    /// <summary>Continues processing; <paramref name="causedByFailure"/> tells the failure that this answers, if any.</summary>
    void Resume(Exception? causedByFailure = null);

    /// <summary>Sends a message of the kernel, which overtakes user messages.</summary>
    void SendSystemMessage(ISystemMessage message);
}
