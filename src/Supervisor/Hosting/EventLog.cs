using System.Runtime.CompilerServices;

namespace Helios.Supervisor;

/// <summary>The last events, numbered. One writer at a time, any number of readers, none of which can hold the writer up.</summary>
/// <param name="capacity">How many are remembered.</param>
/// <param name="before">The highest number that an earlier process may have used.</param>
internal sealed class EventLog(int capacity, long before = 0)
{
    private readonly FleetProtocol.Happened?[] _ring = new FleetProtocol.Happened?[capacity];
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _before = before;
    private long _last = before;

    /// <summary>The number of the newest event; 0 before the first.</summary>
    internal long Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    internal void Append(DateTimeOffset time, object what)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _last++;
            _ring[_last % capacity] = new FleetProtocol.Happened(_last, time, what);
            news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        news.TrySetResult();
    }

    /// <summary>The remembered events after a number.</summary>
    internal List<FleetProtocol.Happened> After(long number)
    {
        lock (_lock)
        {
            List<FleetProtocol.Happened> events = [];
            for (long next = Math.Max(number + 1, _last - capacity + 1); next <= _last; next++)
            {
                if (next > _before)
                {
                    events.Add(_ring[next % capacity]!);
                }
            }

            return events;
        }
    }

    internal async IAsyncEnumerable<FleetProtocol.Happened> ReadAsync(long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long read = after ?? Last;
        while (true)
        {
            Task news;
            lock (_lock)
            {
                news = _news.Task;
            }

            foreach (FleetProtocol.Happened happened in After(read))
            {
                yield return happened;
                read = happened.Number;
            }

            if (Last == read)
            {
                await news.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }
}
