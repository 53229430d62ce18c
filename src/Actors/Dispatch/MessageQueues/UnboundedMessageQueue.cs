namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>The default queue: many producers, one consumer, no allocation once its two arrays have grown to the load.</summary>
/// <remarks>
/// Producers append to one array under a spin lock that is held for a few stores; the consumer drains another array without
/// any lock and swaps the two when its own is empty. So a busy consumer takes the lock once per batch and a producer once per
/// message. A linked list of nodes would allocate; a ring of slots needs one atomic operation per message on each side.
/// </remarks>
public sealed class UnboundedMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private const int FirstLength = 4;
    private const int LongestKept = 1024;

    private Envelope[]? _incoming;
    private Envelope[]? _outgoing;
    private int _lock;
    private int _incomingCount;
    private int _next;
    private int _outgoingCount;
    private bool _closed;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _incomingCount) + _outgoingCount - _next;

    /// <inheritdoc/>
    public bool HasMessages
    {
        get
        {
            if (_next != _outgoingCount)
            {
                return true;
            }

            // With the lock: a sender that saw the mailbox scheduled relies on its message being seen here.
            Enter();
            bool any = _incomingCount > 0;
            Exit();
            return any;
        }
    }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope) => TryEnqueue(envelope.Message, envelope.Sender);

    /// <summary>Adds a message; false when the queue has been closed.</summary>
    internal bool TryEnqueue(object message, IActorRef? sender)
    {
        Enter();
        if (_closed)
        {
            Exit();
            return false;
        }

        Envelope[]? incoming = _incoming;
        int count = _incomingCount;
        if (incoming is null || count == incoming.Length)
        {
            incoming = Grow(incoming);
        }

        incoming[count] = new Envelope(message, sender!);
        _incomingCount = count + 1;
        Exit();
        return true;
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        int next = _next;
        if (next == _outgoingCount)
        {
            if (Volatile.Read(ref _incomingCount) == 0)
            {
                envelope = default;
                return false;
            }

            Swap();
            next = 0;
        }

        ref Envelope slot = ref _outgoing![next];
        envelope = slot;
        slot = default;
        _next = next + 1;
        return true;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    /// <summary>Refuses messages from now on.</summary>
    internal void Close()
    {
        Enter();
        _closed = true;
        Exit();
    }

    private void Swap()
    {
        Envelope[]? drained = _outgoing;
        int drainedCount = _outgoingCount;
        _next = 0;

        // After a burst the large array is let go, unless bursts of that size are the rule.
        if (drained is { Length: > LongestKept } && drainedCount < drained.Length / 8)
        {
            drained = null;
        }

        Enter();
        _outgoing = _incoming;
        _outgoingCount = _incomingCount;
        _incoming = drained;
        _incomingCount = 0;
        Exit();
    }

    private Envelope[] Grow(Envelope[]? full)
    {
        Envelope[] larger = new Envelope[full is null ? FirstLength : full.Length * 2];
        full?.CopyTo(larger, 0);
        _incoming = larger;
        return larger;
    }

    private void Enter()
    {
        if (Interlocked.CompareExchange(ref _lock, 1, 0) != 0)
        {
            EnterContended();
        }
    }

    private void EnterContended()
    {
        SpinWait spin = default;
        do
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _lock) != 0 || Interlocked.CompareExchange(ref _lock, 1, 0) != 0);
    }

    private void Exit() => Volatile.Write(ref _lock, 0);
}
