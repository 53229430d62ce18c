namespace Helios.Actors.Internal;

/// <summary>What supervision remembers of a child: how often it was restarted in the current window.</summary>
public sealed class ChildRestartStats
{
    private int _retries;
    private long _windowStart = -1;

    internal ChildRestartStats(LocalActorRef child) => Child = child;

    /// <summary>The child.</summary>
    public LocalActorRef Child { get; }

    /// <summary>Set when the parent has told it to stop.</summary>
    internal bool Stopping { get; set; }

    /// <summary>Counts a restart; false when it is one too many.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the window; negative for no limit, 0 for none.</param>
    /// <param name="withinTimeMilliseconds">The window; 0 or negative for one that never ends.</param>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
        {
            return false;
        }

        if (withinTimeMilliseconds <= 0)
        {
            return maxNrOfRetries < 0 || ++_retries <= maxNrOfRetries;
        }

        // A window without a limit allows one restart in each.
        int allowed = maxNrOfRetries < 0 ? 1 : maxNrOfRetries;
        long now = (long)Child.Cell.System.Scheduler.MonotonicClock.TotalMilliseconds;
        if (_windowStart < 0 || now - _windowStart > withinTimeMilliseconds)
        {
            _windowStart = now;
            _retries = 1;
            return true;
        }

        return ++_retries <= allowed;
    }
}
