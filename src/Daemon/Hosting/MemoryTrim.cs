namespace Helios.Daemon;

/// <summary>Gives memory back to the system when the daemon has come to rest after work.</summary>
/// <remarks>
/// The garbage collector works when memory is asked for, and a supervisor that has started a thousand containers asks for none any more: what the
/// starts left behind would stay resident for months. So after work, once it is quiet, one compacting collection is made.
/// </remarks>
internal sealed class MemoryTrim : IDisposable
{
    /// <summary>How often it looks. A period in which less than <see cref="QuietBytes"/> was allocated is a quiet one.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private const long QuietBytes = 512 * 1024;
    private const long WorthBytes = 4 * 1024 * 1024;

    private readonly Func<long> _allocated;
    private readonly Action _collect;
    private readonly ITimer _timer;
    private long _last;
    private long _trimmed;

    internal MemoryTrim(TimeProvider time)
        : this(time, static () => GC.GetTotalAllocatedBytes(), static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true))
    {
    }

    /// <param name="time">The clock.</param>
    /// <param name="allocated">Bytes allocated since the start of the process.</param>
    /// <param name="collect">Gives back what is not used.</param>
    internal MemoryTrim(TimeProvider time, Func<long> allocated, Action collect)
    {
        (_allocated, _collect) = (allocated, collect);
        _timer = time.CreateTimer(static trim => ((MemoryTrim)trim!).Look(), this, Period, Period);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = _allocated();
        bool quiet = now - _last < QuietBytes;
        _last = now;
        if (quiet && now - _trimmed > WorthBytes)
        {
            _trimmed = now;
            _collect();
        }
    }
}
