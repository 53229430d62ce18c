using System.Collections.Concurrent;

namespace Helios.Linux;

/// <summary>A few threads for work that waits in the kernel: launches, removals of control groups, writes to a slow disk.</summary>
/// <remarks>
/// The thread pool starts with a thread a processor and adds one or two a second: a burst of such work there keeps everything else
/// waiting, for seconds when a thousand containers restart at once. Here the burst waits behind itself.
/// </remarks>
public sealed class BlockingCalls : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Thread[] _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">Their name, as debuggers show it.</param>
    /// <param name="threads">How many pieces of work go on at once; with one, they go in order.</param>
    public BlockingCalls(string name, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            _threads[i] = new Thread(Serve) { IsBackground = true, Name = name };
            _threads[i].Start();
        }
    }

    private BlockingCalls() => _threads = [];

    /// <summary>Without threads: each piece of work is done by whoever queues it, before the call returns.</summary>
    public static BlockingCalls OnCaller() => new();

    /// <summary>Queues work. Any thread.</summary>
    public Task RunAsync(Action work)
        => RunAsync(() =>
        {
            work();
            return true;
        });

    /// <summary>Queues work with a result. Any thread; what it throws, the task throws.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_threads.Length == 0)
        {
            Do();
        }
        else
        {
            _queue.Add(Do);
        }

        return done.Task;

        void Do()
        {
            try
            {
                done.TrySetResult(work());
            }
            catch (OperationCanceledException cancelled)
            {
                done.TrySetCanceled(cancelled.CancellationToken);
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
            }
        }
    }

    /// <summary>Ends the threads after what is queued. Not from work of its own.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        Array.ForEach(_threads, static thread => thread.Join());
        _queue.Dispose();
    }

    private void Serve()
    {
        foreach (Action work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }
}
