namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>The queue of a mailbox: many threads enqueue, one at a time dequeues.</summary>
public interface IMessageQueue
{
    /// <summary>True when a message waits.</summary>
    bool HasMessages { get; }

    /// <summary>How many wait.</summary>
    int Count { get; }

    /// <summary>Adds a message.</summary>
    void Enqueue(IActorRef receiver, Envelope envelope);

    /// <summary>Takes the next message; false when there is none.</summary>
    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves what is left to the dead letters.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}
