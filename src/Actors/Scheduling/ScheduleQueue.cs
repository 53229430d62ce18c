using System.Diagnostics.CodeAnalysis;

namespace Helios.Actors;

/// <summary>Work ordered by due time, then by the order in which it was scheduled. Not thread-safe.</summary>
internal sealed class ScheduleQueue
{
    private readonly PriorityQueue<ScheduledWork, (long Due, long Order)> _queue = new();
    private long _order;

    internal int Count => _queue.Count;

    /// <summary>The earliest due time in ticks, null without work.</summary>
    internal long? NextDue
    {
        get
        {
            DropCanceled();
            return _queue.TryPeek(out _, out (long Due, long Order) first) ? first.Due : null;
        }
    }

    internal void Add(ScheduledWork work, long due)
    {
        // Cancelled work sits in the queue until it is due; a flood of cancelled long timers is swept now and then.
        if ((_order & 0xFFF) == 0xFFF)
        {
            Sweep();
        }

        _queue.Enqueue(work, (due, _order++));
    }

    /// <summary>Takes work that is due, and puts it back at its next time when it repeats.</summary>
    internal bool TryTake(long now, [NotNullWhen(true)] out ScheduledWork? work)
    {
        DropCanceled();
        if (!_queue.TryPeek(out work, out (long Due, long Order) first) || first.Due > now)
        {
            work = null;
            return false;
        }

        _queue.Dequeue();
        if (work.Interval is { } interval)
        {
            // A process that was stopped for long does not catch up on what it missed.
            long next = first.Due + interval.Ticks;
            Add(work, next <= now - interval.Ticks ? now + interval.Ticks : next);
        }

        return true;
    }

    internal void Clear() => _queue.Clear();

    private void DropCanceled()
    {
        while (_queue.TryPeek(out ScheduledWork? first, out _) && first.IsCanceled)
        {
            _queue.Dequeue();
        }
    }

    private void Sweep()
    {
        (ScheduledWork Work, (long, long) Priority)[] live = [.. _queue.UnorderedItems.Where(static each => !each.Element.IsCanceled)];
        _queue.Clear();
        _queue.EnqueueRange(live);
    }
}
