using Helios.Allocator;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Moves one stream of a run into the ring, on the thread of the event loop. Owns the descriptor.</summary>
internal sealed class StreamPump(ContainerLog log, EventLoop loop, SafeFd descriptor, bool error) : IReadinessHandler, IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private EventRegistration? _registration;
    private bool _isWaiting;
    private bool _isResting;
    private bool _disposed;

    /// <summary>Ends when everything that was written has been read and nobody can write any more.</summary>
    internal Task Ended => _ended.Task;

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        if (log.MustSpill(error))
        {
            log.Drain();
        }

        if (log.MustWait(error))
        {
            lock (_lock)
            {
                _isWaiting = true;
                registration.Change(EventKinds.None);
            }

            // The files may have caught up in between, and then nobody would wake this stream.
            if (!log.MustWait(error))
            {
                GoOn();
            }

            return;
        }

        bool goesOn = log.MustDrop(error) ? log.Discard(descriptor) : log.ReadFrom(descriptor, error ? LogOrigin.Error : LogOrigin.Output);
        if (!goesOn)
        {
            Dispose();
        }
    }

    internal void Begin() => _registration = loop.Register(descriptor, EventKinds.Readable, this);

    /// <summary>The files have caught up.</summary>
    internal void GoOn()
    {
        lock (_lock)
        {
            if (_isWaiting && !_isResting && !_disposed)
            {
                _isWaiting = false;
                _registration?.Change(EventKinds.Readable);
            }
        }
    }

    /// <summary>Leaves the stream to somebody else for a while: an attached client.</summary>
    internal void Rest(bool rest)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _isResting = rest;
            if (!_isWaiting)
            {
                _registration?.Change(rest ? EventKinds.None : EventKinds.Readable);
            }
        }
    }

    /// <summary>Ends the reading. What is still in the pipe is lost.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _registration?.Dispose();
        log.Remove(this);
        descriptor.Dispose();
        _ended.TrySetResult();
    }
}
