namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>Serves the smallest priority first, equal ones in the order in which they came.</summary>
internal sealed class PriorityMessageQueue(Func<object, int> priority) : LockedMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityQueue<Envelope, (int Priority, long Order)> _queue = new();
    private long _order;

    protected override int LockedCount => _queue.Count;

    protected override void LockedEnqueue(Envelope envelope) => _queue.Enqueue(envelope, (priority(envelope.Message), _order++));

    protected override bool LockedTryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope, out _);
}
