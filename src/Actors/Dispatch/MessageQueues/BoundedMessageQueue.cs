using System.Diagnostics;

namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>Holds a limited number of messages; a sender waits for room, then its message becomes a dead letter.</summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly Queue<Envelope> _queue = new();
    private readonly int _capacity;
    private readonly Action<Envelope>? _refused;

    /// <summary>Makes the queue; a message that finds no room is dropped.</summary>
    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
        : this(boundedCapacity, pushTimeOut, refused: null)
    {
    }

    internal BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut, Action<Envelope>? refused)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(boundedCapacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(pushTimeOut, TimeSpan.Zero);
        _capacity = boundedCapacity;
        _refused = refused;
        PushTimeOut = pushTimeOut;
    }

    /// <inheritdoc/>
    public TimeSpan PushTimeOut { get; set; }

    /// <inheritdoc/>
    public bool HasMessages => Count > 0;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (_queue)
        {
            long start = Stopwatch.GetTimestamp();
            while (_queue.Count >= _capacity)
            {
                TimeSpan left = PushTimeOut - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_queue, left))
                {
                    break;
                }
            }

            if (_queue.Count < _capacity)
            {
                _queue.Enqueue(envelope);
                return;
            }
        }

        _refused?.Invoke(envelope);
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        lock (_queue)
        {
            bool any = _queue.TryDequeue(out envelope);
            if (any)
            {
                Monitor.Pulse(_queue);
            }

            return any;
        }
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }
}
