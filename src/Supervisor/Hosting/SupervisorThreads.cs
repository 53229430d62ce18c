using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>The supervisor's own threads beside the actors: one that reads the output of containers, one that writes files.</summary>
internal sealed class SupervisorThreads : IDisposable
{
    private readonly Lazy<EventLoop> _loop = new(static () => new EventLoop("helios output"));

    // One thread: a slow disk holds up neither actors nor the event loop, and each file is written in order.
    private readonly BlockingCalls _files = new("helios logs");

    internal EventLoop Loop => _loop.Value;

    /// <summary>Runs what may wait for a disk.</summary>
    internal Task WorkAsync(Action work) => _files.RunAsync(work);

    /// <inheritdoc/>
    public void Dispose()
    {
        _files.Dispose();
        if (_loop.IsValueCreated)
        {
            _loop.Value.Dispose();
        }
    }
}
