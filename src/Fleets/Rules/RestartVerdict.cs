namespace Helios.Fleets;

/// <summary>What follows the end of a run.</summary>
public abstract record RestartVerdict
{
    private RestartVerdict()
    {
    }

    /// <summary>Start again after a wait.</summary>
    /// <param name="Delay">The wait, jitter included.</param>
    /// <param name="Memory">What to remember.</param>
    public sealed record Again(TimeSpan Delay, RestartMemory Memory) : RestartVerdict;

    /// <summary>Stay down; nothing is wrong with that.</summary>
    public sealed record Stay : RestartVerdict;

    /// <summary>Stay down, because it failed too often or cannot be started.</summary>
    /// <param name="Reason">One clause for people.</param>
    public sealed record GiveUp(string Reason) : RestartVerdict;
}
