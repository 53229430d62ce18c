namespace Helios.Actors;

/// <summary>Something that can be called off.</summary>
public interface ICancelable
{
    /// <summary>True once it has been called off.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>The same as a token.</summary>
    CancellationToken Token { get; }

    /// <summary>Calls it off.</summary>
    void Cancel();

    /// <summary>Calls it off later.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Calls it off later.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Calls it off; the first exception of a registered callback may be thrown at once.</summary>
    void Cancel(bool throwOnFirstException);
}
