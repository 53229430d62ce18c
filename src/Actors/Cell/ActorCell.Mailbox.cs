using Helios.Actors.Dispatch;
using Helios.Actors.Dispatch.MessageQueues;
using Helios.Actors.Dispatch.SysMsg;

namespace Helios.Actors;

// The mailbox: user messages in a queue, system messages in a lock-free list, and one status word.
//
// Status: bit 0 closed, bit 1 scheduled (somebody runs the cell or has promised to), the rest counts suspensions.
// Whoever turns bit 1 on hands the cell to the dispatcher; the thread that runs the cell turns it off and then looks once
// more, because a sender that saw it on has left without scheduling. That second look must not miss a message: it takes the
// queue's lock, and the sender's own lock operation orders its look at the status after its enqueue.
public sealed partial class ActorCell
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int OneSuspension = 4;

    private readonly IMessageQueue _queue;
    private SystemMessage? _systemMessages;
    private int _status;

    /// <summary>True once the actor has run its PostStop.</summary>
    public bool IsTerminated => (Volatile.Read(ref _status) & Closed) != 0;

    /// <summary>How many user messages wait; exact only while nobody sends.</summary>
    public int NumberOfMessages => _queue.Count + (_seldom?.Front?.Count ?? 0);

    /// <summary>True when a user message waits.</summary>
    public bool HasMessages => _seldom?.Front is { Count: > 0 } || _queue.HasMessages;

    private bool IsSuspended => _status >= OneSuspension;

    internal IMessageQueue MessageQueue => _queue;

    internal void SendMessage(object message, IActorRef? sender)
    {
        if (_queue is UnboundedMessageQueue queue)
        {
            if (!queue.TryEnqueue(message, sender))
            {
                _system.PublishDeadLetter(message, sender, _self);
                return;
            }
        }
        else if (IsTerminated)
        {
            _system.PublishDeadLetter(message, sender, _self);
            return;
        }
        else
        {
            _queue.Enqueue(_self, new Envelope(message, sender!));
            if (IsTerminated)
            {
                DrainUserMessages();
                return;
            }
        }

        if (Volatile.Read(ref _status) == 0 && Interlocked.CompareExchange(ref _status, Scheduled, 0) == 0)
        {
            _dispatcher.Execute(this);
        }
    }

    internal void SendSystemMessage(SystemMessage message)
    {
        while (true)
        {
            SystemMessage? head = Volatile.Read(ref _systemMessages);
            if (ReferenceEquals(head, NoMessage.Closed))
            {
                AnswerForTheDead(message);
                return;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _systemMessages, message, head) == head)
            {
                break;
            }
        }

        while (true)
        {
            int status = Volatile.Read(ref _status);
            if ((status & (Closed | Scheduled)) != 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
            {
                _dispatcher.Execute(this);
                return;
            }
        }
    }

    void IThreadPoolWorkItem.Execute() => Run(_dispatcher.Throughput);

    /// <summary>Processes what waits, at most <paramref name="throughput"/> user messages, then gives the thread back.</summary>
    internal void Run(int throughput)
    {
        ActorCell? previous = t_current;
        t_current = this;
        bool exhausted = false;
        try
        {
            if (_systemMessages is not null)
            {
                ProcessSystemMessages();
            }

            exhausted = ProcessUserMessages(throughput);
        }
        finally
        {
            t_current = previous;
            if (exhausted)
            {
                _dispatcher.ExecuteAgain(this);
            }
            else
            {
                GoIdle();
            }
        }
    }

    /// <returns>True when messages are left only because the turn is over.</returns>
    private bool ProcessUserMessages(int left)
    {
        UnboundedMessageQueue? unbounded = _queue as UnboundedMessageQueue;
        IMessageObserver? observer = _dispatcher.Observer;
        while (_status == Scheduled)
        {
            Envelope envelope;
            if (_seldom?.Front is { Count: > 0 } front)
            {
                envelope = front.TakeFirst();
            }
            else if (unbounded is null ? !_queue.TryDequeue(out envelope) : !unbounded.TryDequeue(out envelope))
            {
                return false;
            }

            observer?.Processing(this, envelope.Message, envelope.Sender);
            Invoke(envelope.Message, envelope.Sender);
            if (Volatile.Read(ref _systemMessages) is not null)
            {
                ProcessSystemMessages();
            }

            if (--left <= 0)
            {
                return _status == Scheduled && HasMessages;
            }
        }

        return false;
    }

    private void GoIdle()
    {
        int status = Interlocked.And(ref _status, ~Scheduled) & ~Scheduled;
        if ((status & Closed) != 0)
        {
            return;
        }

        bool work = Volatile.Read(ref _systemMessages) is not null || (status == 0 && HasMessages);
        while (work)
        {
            status = Volatile.Read(ref _status);
            if ((status & (Closed | Scheduled)) != 0)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
            {
                _dispatcher.Execute(this);
                return;
            }
        }
    }

    private void SuspendMailbox() => Interlocked.Add(ref _status, OneSuspension);

    private void ResumeMailbox()
    {
        if (_status >= OneSuspension)
        {
            Interlocked.Add(ref _status, -OneSuspension);
        }
    }

    private void ProcessSystemMessages()
    {
        SystemMessage? taken;
        do
        {
            taken = Interlocked.Exchange(ref _systemMessages, null);
            if (ReferenceEquals(taken, NoMessage.Closed))
            {
                // Put the mark back: this cell stays closed.
                _systemMessages = NoMessage.Closed;
                return;
            }

            SystemInvoke(InOrder(taken));
            if (IsTerminated)
            {
                return;
            }
        }
        while (Volatile.Read(ref _systemMessages) is not null);
    }

    private static SystemMessage? InOrder(SystemMessage? newestFirst)
    {
        SystemMessage? oldestFirst = null;
        while (newestFirst is not null)
        {
            SystemMessage next = newestFirst.Next!;
            newestFirst.Next = oldestFirst;
            oldestFirst = newestFirst;
            newestFirst = next;
        }

        return oldestFirst;
    }

    /// <summary>Closes the mailbox; what waits becomes dead letters, and watchers that came late get their answer.</summary>
    private void CloseMailbox()
    {
        Interlocked.Or(ref _status, Closed);
        SystemMessage? late = InOrder(Interlocked.Exchange(ref _systemMessages, NoMessage.Closed));
        while (late is not null)
        {
            SystemMessage next = late.Next!;
            AnswerForTheDead(late);
            late = next;
        }

        (_queue as UnboundedMessageQueue)?.Close();
        DrainUserMessages();
        _dispatcher.Detach(this);
    }

    private void DrainUserMessages()
    {
        while (_seldom?.Front is { Count: > 0 } front)
        {
            Envelope envelope = front.TakeFirst();
            _system.PublishDeadLetter(envelope.Message, envelope.Sender, _self);
        }

        while (_queue.TryDequeue(out Envelope envelope))
        {
            _system.PublishDeadLetter(envelope.Message, envelope.Sender, _self);
        }
    }

    private void AnswerForTheDead(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(_self):
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true, addressTerminated: false));
                break;
            case RunContinuation continuation:
                continuation.Operation.RunOutside(continuation.Callback, continuation.State);
                break;
            default:
                break;
        }
    }
}
