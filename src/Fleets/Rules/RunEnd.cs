using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What is known about a run when it has ended.</summary>
/// <param name="Cause">Why it ended.</param>
/// <param name="RanFor">From the execution of the program to its end; zero when it was never executed.</param>
/// <param name="WasGood">Whether it had become ready and was not unhealthy when it ended.</param>
/// <param name="Wish">What whoever asked for the end wants to follow; <see cref="AfterStop.Decide"/> when nobody asked.</param>
public readonly record struct RunEnd(ExitCause Cause, TimeSpan RanFor, bool WasGood, AfterStop Wish)
{
    /// <summary>Whether it counts as a failure: anything but code 0 by its own choice. A stop that the policy is to judge (unhealthy, watchdog) is one.</summary>
    public bool IsFailure => Wish == AfterStop.Decide && Cause is not ExitCause.Exited { ExitCode: 0 };
}

/// <summary>What follows when a container that was asked to end has ended.</summary>
public enum AfterStop
{
    /// <summary>The restart policy decides, as after a failure.</summary>
    Decide,

    /// <summary>It stays down.</summary>
    StayDown,

    /// <summary>It is started again at once.</summary>
    StartAgain,

    /// <summary>It is forgotten.</summary>
    Forget,
}
