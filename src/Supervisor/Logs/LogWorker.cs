using System.Collections.Concurrent;

namespace Helios.Supervisor;

/// <summary>One thread that writes the log files of all containers: a slow disk holds up neither actors nor the event loop.</summary>
internal sealed class LogWorker : IDisposable
{
    private readonly BlockingCollection<(Action Work, TaskCompletionSource Done)> _queue = [];
    private readonly Thread _thread;

    internal LogWorker()
    {
        _thread = new Thread(Serve) { IsBackground = true, Name = "helios logs" };
        _thread.Start();
    }

    internal Task RunAsync(Action work)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add((work, done));
        return done.Task;
    }

    /// <summary>Ends the thread after what is queued.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    private void Serve()
    {
        foreach ((Action work, TaskCompletionSource done) in _queue.GetConsumingEnumerable())
        {
            try
            {
                work();
                done.TrySetResult();
            }
            catch (Exception failure)
            {
                done.TrySetException(failure);
            }
        }
    }
}
