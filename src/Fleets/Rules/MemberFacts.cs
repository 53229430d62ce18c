using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What decisions about a container's neighbours need to know of it.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Ready">Whether it is ready.</param>
/// <param name="Health">Its health.</param>
/// <param name="LastExit">Why its last run ended; null when none has.</param>
/// <param name="StartPending">It has been told to start and has not answered yet.</param>
public readonly record struct MemberFacts(ContainerState State, bool Ready, Health Health, ExitCause? LastExit, bool StartPending)
{
    /// <summary>Whether its program runs.</summary>
    public bool IsUp => State is ContainerState.Running or ContainerState.Paused;

    /// <summary>Whether anything of it may still be there: it is up, or on its way up or down.</summary>
    public bool IsActive => State is ContainerState.Preparing or ContainerState.Starting or ContainerState.Stopping || IsUp;

    /// <summary>The facts that a status tells.</summary>
    public static MemberFacts Of(ContainerStatus status, bool startPending)
        => new(status.State, status.Ready, status.Health, status.LastExit, startPending);
}
