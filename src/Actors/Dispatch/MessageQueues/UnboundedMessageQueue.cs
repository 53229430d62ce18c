namespace Helios.Actors.Dispatch.MessageQueues;

/// <summary>The default queue: many producers, one consumer, no allocation once it has grown to the load.</summary>
/// <remarks>
/// Producers append to one array under a spin lock that is held for a few stores; the consumer drains another array without
/// any lock and swaps the two when its own is empty. So a busy consumer takes the lock once per batch and a producer once per
/// message. A linked list of nodes would allocate; a ring of slots needs one atomic operation per message on each side.
/// Arrays stop growing at one chunk; a longer backlog is a queue of chunks, which are used again.
/// </remarks>
public sealed class UnboundedMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private const int FirstLength = 2;
    private const int ChunkLength = 1024;

    private Envelope[]? _incoming;
    private Envelope[]? _outgoing;
    private Backlog? _backlog;
    private int _lock;
    private int _incomingCount;
    private int _next;
    private int _outgoingCount;
    private bool _closed;

    /// <inheritdoc/>
    public int Count => Volatile.Read(ref _incomingCount) + _outgoingCount - _next + ((_backlog?.Full.Count ?? 0) * ChunkLength);

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
            bool any = _incomingCount > 0 || _backlog is { Full.Count: > 0 };
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
            count = _incomingCount;
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
            if (Volatile.Read(ref _incomingCount) == 0 && _backlog is null)
            {
                envelope = default;
                return false;
            }

            if (!Swap())
            {
                envelope = default;
                return false;
            }

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

    /// <summary>Takes the oldest array that producers have filled and gives the drained one back; false when there is none.</summary>
    private bool Swap()
    {
        Envelope[]? drained = _outgoing;
        _next = 0;
        Enter();
        if (_backlog is { } backlog && backlog.Full.TryDequeue(out Envelope[]? oldest))
        {
            backlog.Return(drained);
            _outgoing = oldest;
            _outgoingCount = ChunkLength;
        }
        else
        {
            _outgoing = _incoming;
            _outgoingCount = _incomingCount;
            _incoming = drained;
            _incomingCount = 0;

            // The backlog has been worked off: let go of what was kept for it, step by step, unless it comes back.
            if (_backlog is { } idle && idle.Shrink())
            {
                _backlog = null;
            }
        }

        Exit();
        return _outgoingCount > 0;
    }

    private Envelope[] Grow(Envelope[]? full)
    {
        Envelope[] larger;
        if (full is null || full.Length < ChunkLength)
        {
            larger = new Envelope[full is null ? FirstLength : full.Length * 2];
            full?.CopyTo(larger, 0);
        }
        else
        {
            _backlog ??= new Backlog();
            _backlog.Full.Enqueue(full);
            larger = _backlog.Rent();
            _incomingCount = 0;
        }

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

    /// <summary>Full chunks that wait, and empty ones that wait to be filled.</summary>
    private sealed class Backlog
    {
        private const int MostKept = 64;
        private const int CalmSwapsForEach = 256;

        private readonly Stack<Envelope[]> _empty = new();
        private int _calmSwaps;

        internal Queue<Envelope[]> Full { get; } = new();

        internal Envelope[] Rent() => _empty.TryPop(out Envelope[]? chunk) ? chunk : new Envelope[ChunkLength];

        internal void Return(Envelope[]? chunk)
        {
            if (chunk is { Length: ChunkLength } && _empty.Count < MostKept)
            {
                _empty.Push(chunk);
            }
        }

        /// <summary>Now and then lets one empty chunk go; true when none is left.</summary>
        internal bool Shrink() => ++_calmSwaps % CalmSwapsForEach == 0 && !_empty.TryPop(out _);
    }
}
