namespace Helios.Linux;

/// <summary>A descriptor that an <see cref="EventLoop"/> watches. Disposing it ends that; the descriptor stays open.</summary>
public sealed class EventRegistration : IDisposable
{
    private readonly EventLoop _loop;

    internal EventRegistration(EventLoop loop, SafeFd descriptor, IReadinessHandler handler, int slot)
    {
        _loop = loop;
        Descriptor = descriptor;
        Handler = handler;
        Slot = slot;
    }

    /// <summary>What is watched; kept open by the registration.</summary>
    public SafeFd Descriptor { get; }

    internal IReadinessHandler Handler { get; }

    internal int Slot { get; }

    /// <summary>Held while the handler runs.</summary>
    internal Lock Gate { get; } = new();

    internal bool Ended { get; set; }

    /// <summary>Watches for something else from now on. Any thread.</summary>
    public void Change(EventKinds wanted) => _loop.Change(this, wanted);

    /// <summary>
    /// Ends the watching. After it returns the handler is not called again; a call under way on the loop's thread is waited for, except
    /// from within that call. Any thread, any number of times.
    /// </summary>
    public void Dispose() => _loop.Remove(this);
}
