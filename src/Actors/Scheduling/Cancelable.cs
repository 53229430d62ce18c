namespace Helios.Actors;

/// <summary>Calls scheduled work off.</summary>
/// <remarks>The token source is made only when somebody asks for the token.</remarks>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler? _scheduler;
    private CancellationTokenSource? _source;
    private volatile bool _canceled;

    /// <summary>Makes it; delays are those of the scheduler.</summary>
    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    /// <summary>Makes it and calls it off later.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <summary>Makes it and calls it off later.</summary>
    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler) => CancelAfter(millisecondsDelay);

    /// <summary>Makes it; delays are those of the scheduler.</summary>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Makes it and calls it off later.</summary>
    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <inheritdoc/>
    public bool IsCancellationRequested => _canceled;

    /// <inheritdoc/>
    public CancellationToken Token
    {
        get
        {
            CancellationTokenSource source = Volatile.Read(ref _source)
                ?? Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null)
                ?? _source!;
            if (_canceled)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    /// <summary>True after Dispose.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException)
    {
        _canceled = true;
        Volatile.Read(ref _source)?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay) => _scheduler!.ScheduleOnce(delay, Cancel);

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <summary>One that has been called off already.</summary>
    public static ICancelable CreateCanceled()
    {
        Cancelable canceled = new(new NoDelays());
        canceled.Cancel();
        return canceled;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the token source.</summary>
    protected virtual void Dispose(bool disposing)
    {
        IsDisposed = true;
        _source?.Dispose();
    }

    private sealed class NoDelays : IActionScheduler
    {
        public void ScheduleOnce(TimeSpan delay, Action action)
        {
        }

        public void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable)
        {
        }

        public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action)
        {
        }

        public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
        {
        }
    }
}
