using System.Diagnostics.CodeAnalysis;
using Helios.Actors.Setup;

namespace Helios.Actors.TestKit.Internal;

/// <summary>Between a test actor and the thread of the test.</summary>
internal sealed class TestActorQueue(IWaiting? waiting)
{
    private readonly LinkedList<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _available = new(0);

    internal int Count
    {
        get
        {
            lock (_messages)
            {
                return _messages.Count;
            }
        }
    }

    internal void Add(MessageEnvelope envelope)
    {
        lock (_messages)
        {
            _messages.AddLast(envelope);
        }

        _available.Release();
    }

    /// <summary>Waits for a message; a negative timeout waits without end.</summary>
    internal bool TryTake(TimeSpan timeout, CancellationToken cancellationToken, [NotNullWhen(true)] out MessageEnvelope? envelope)
    {
        if (waiting is not null)
        {
            waiting.RunUntil(() => Count > 0, timeout < TimeSpan.Zero ? TimeSpan.MaxValue : timeout);
            timeout = TimeSpan.Zero;
        }

        bool taken = _available.Wait(Whole(timeout), cancellationToken);
        envelope = taken ? TakeFirst() : null;
        return taken;
    }

    /// <summary>Waits for a message, null when none came.</summary>
    internal async ValueTask<MessageEnvelope?> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (waiting is not null)
        {
            return TryTake(timeout, cancellationToken, out MessageEnvelope? envelope) ? envelope : null;
        }

        return await _available.WaitAsync(Whole(timeout), cancellationToken).ConfigureAwait(false) ? TakeFirst() : null;
    }

    /// <summary>Waits for a message and leaves it in the queue.</summary>
    internal bool WaitForOne(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (waiting is not null)
        {
            return waiting.RunUntil(() => Count > 0, timeout);
        }

        if (!_available.Wait(Whole(timeout), cancellationToken))
        {
            return false;
        }

        _available.Release();
        return true;
    }

    /// <summary>The next message, which stays in the queue; null when there is none.</summary>
    internal MessageEnvelope? Peek()
    {
        lock (_messages)
        {
            return _messages.First?.Value;
        }
    }

    // A semaphore takes whole milliseconds; rounding down would make a wait of half a millisecond no wait at all.
    private static int Whole(TimeSpan timeout) => timeout < TimeSpan.Zero ? Timeout.Infinite : (int)Math.Min(int.MaxValue, Math.Ceiling(timeout.TotalMilliseconds));

    private MessageEnvelope TakeFirst()
    {
        lock (_messages)
        {
            MessageEnvelope first = _messages.First!.Value;
            _messages.RemoveFirst();
            return first;
        }
    }
}
