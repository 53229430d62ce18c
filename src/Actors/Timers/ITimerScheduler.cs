namespace Helios.Actors;

/// <summary>An actor's own timers, by key. They end with the incarnation that started them.</summary>
public interface ITimerScheduler
{
    /// <summary>Starts or replaces a timer that fires again and again, first after one interval.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Starts or replaces a timer that fires again and again, first after one interval.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    /// <summary>Starts or replaces a timer that fires again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Starts or replaces a timer that fires again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    /// <summary>Starts or replaces a timer that fires once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Starts or replaces a timer that fires once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    /// <summary>True until the timer has fired for the last time or was cancelled.</summary>
    bool IsTimerActive(object key);

    /// <summary>Stops a timer. Its message is not delivered even if it is in the mailbox.</summary>
    void Cancel(object key);

    /// <summary>Stops all timers.</summary>
    void CancelAll();

    /// <summary>The keys of the timers that can still fire.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }
}
