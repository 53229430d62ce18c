using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>How far a stop has got.</summary>
internal enum StopPhase
{
    /// <summary>The launch is being given up.</summary>
    Aborting,

    /// <summary>The pre-stop command runs.</summary>
    PreStop,

    /// <summary>The stop signal was sent and the grace period runs.</summary>
    Grace,

    /// <summary>The control group is being killed.</summary>
    Killing,
}

/// <summary>A stop under way.</summary>
/// <param name="By">Who asked first.</param>
/// <param name="Wish">What follows; the last one to ask decides.</param>
/// <param name="Grace">How long the payload may take.</param>
internal sealed record StopOrder(string By, AfterStop Wish, TimeSpan Grace)
{
    /// <summary>How far it has got.</summary>
    internal StopPhase Phase { get; init; }

    /// <summary>When the grace period ends.</summary>
    internal DateTimeOffset GraceUntil { get; init; }

    /// <summary>Whether the grace period ran out.</summary>
    internal bool Forced { get; init; }
}
