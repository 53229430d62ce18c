namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>A queue behind a lock, for mailboxes whose order is not first in, first out.</summary>
internal abstract class LockedMessageQueue : IMessageQueue
{
    private readonly Lock _lock = new();

    public bool HasMessages => Count > 0;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return LockedCount;
            }
        }
    }

    protected abstract int LockedCount { get; }

    public virtual void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (_lock)
        {
            LockedEnqueue(envelope);
        }
    }

    public virtual bool TryDequeue(out Envelope envelope)
    {
        lock (_lock)
        {
            return LockedTryDequeue(out envelope);
        }
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    protected abstract void LockedEnqueue(Envelope envelope);

    protected abstract bool LockedTryDequeue(out Envelope envelope);
}
