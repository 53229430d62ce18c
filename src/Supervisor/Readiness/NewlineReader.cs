using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Waits for the line that says that a container is ready. Owns the descriptor.</summary>
internal sealed class NewlineReader : IReadinessHandler, IDisposable
{
    private readonly PipeEnd _end;
    private readonly Action _ready;
    private readonly EventRegistration _registration;

    internal NewlineReader(EventLoop loop, PipeEnd end, Action ready)
    {
        _end = end;
        _ready = ready;
        _registration = loop.Register(end, EventKinds.Readable, this);
    }

    /// <inheritdoc/>
    public void OnReady(EventRegistration registration, EventKinds ready)
    {
        Span<byte> bytes = stackalloc byte[256];
        int count = DescriptorIo.TryRead(_end, bytes, out Errno errno);
        if (bytes[..count].Contains((byte)'\n'))
        {
            registration.Dispose();
            _ready();
        }
        else if (count == 0 && errno is not (Errno.EAGAIN or Errno.EINTR))
        {
            registration.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _end.Dispose();
    }
}
