using System.Collections.Immutable;

namespace Helios.Simulation;

/// <summary>What became of a fleet in one simulation.</summary>
/// <param name="Fleet">The fleet's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Length">How long it was, in virtual time.</param>
/// <param name="Start">What the clock showed at the start.</param>
/// <param name="Containers">Its containers, in start order.</param>
/// <param name="Groups">Its groups, the root first.</param>
/// <param name="Faults">What went wrong with the machine, and when.</param>
/// <param name="Messages">How many messages were sent.</param>
/// <param name="TraceHash">A hash over all of them: the same for the same run.</param>
public sealed record SimulationResult(
    string Fleet, int Seed, TimeSpan Length, DateTimeOffset Start, ImmutableArray<ContainerTrack> Containers, ImmutableArray<GroupTrack> Groups,
    ImmutableArray<(TimeSpan Time, string What)> Faults, long Messages, ulong TraceHash)
{
    /// <summary>The mean of what is available of the containers that were wanted; null when none was.</summary>
    public double? Availability => Containers.Select(track => track.FiguresAt(Length).Availability).Where(static one => one is not null).Average();
}

/// <summary>What became of one group.</summary>
/// <param name="Name">Its name.</param>
public sealed record GroupTrack(string Name)
{
    /// <summary>How often it restarted members because one of them ended.</summary>
    public int Restarts { get; internal set; }

    /// <summary>How often it gave up.</summary>
    public int GiveUps { get; internal set; }
}
