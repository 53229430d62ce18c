namespace Helios.Forktop;

/// <summary>Events on their way from the thread that traces to the thread that shows them, in batches.</summary>
/// <remarks>
/// A wake-up for each event would cost the traced program more than the event. So the reader is woken by the first of a batch, lets a few
/// milliseconds pass, and takes what has come. The queue is bounded: a full one makes the tracer wait, and with it the traced program;
/// nothing is ever dropped.
/// </remarks>
internal sealed class EventQueue : IDisposable
{
    private const int Most = 65_536;
    private const int Hurry = 8_192;
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _some = new(false);
    private readonly AutoResetEvent _hurry = new(false);
    private readonly AutoResetEvent _room = new(false);
    private List<TraceEvent> _events = new(1024);
    private bool _completed;
    private bool _ignored;

    /// <summary>Adds an event; blocks while the queue is full.</summary>
    internal void Add(TraceEvent happened)
    {
        while (true)
        {
            int count;
            lock (_gate)
            {
                if (_ignored)
                {
                    return;
                }

                count = _events.Count;
                if (count < Most)
                {
                    _events.Add(happened);
                }
            }

            if (count == 0)
            {
                _some.Set();
            }
            else if (count == Hurry)
            {
                _hurry.Set();
            }

            if (count < Most)
            {
                return;
            }

            _room.WaitOne();
        }
    }

    /// <summary>Says that no more will come.</summary>
    internal void Complete()
    {
        lock (_gate)
        {
            _completed = true;
        }

        _some.Set();
        _hurry.Set();
    }

    /// <summary>Drops what comes from now on: nobody looks any more.</summary>
    internal void Ignore()
    {
        lock (_gate)
        {
            _ignored = true;
            _events.Clear();
        }

        _room.Set();
    }

    /// <summary>Takes what has come, waiting for at least one event.</summary>
    /// <param name="into">Filled anew.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False when all has been taken and no more will come.</returns>
    internal bool Take(List<TraceEvent> into, TimeSpan timeout)
    {
        into.Clear();
        if (!IsReady && !_some.WaitOne(timeout))
        {
            return true;
        }

        if (!IsCompleted)
        {
            _hurry.WaitOne(s_gather);
        }

        bool more;
        lock (_gate)
        {
            into.AddRange(_events);
            _events.Clear();
            more = !_completed || into.Count > 0;
        }

        _room.Set();
        return more;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _some.Dispose();
        _hurry.Dispose();
        _room.Dispose();
    }

    private bool IsCompleted
    {
        get
        {
            lock (_gate)
            {
                return _completed;
            }
        }
    }

    private bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _events.Count > 0 || _completed;
            }
        }
    }
}
