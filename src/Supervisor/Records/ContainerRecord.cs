using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Fleets;

namespace Helios.Supervisor;

/// <summary>What is remembered of a container beyond the daemon's process. A value: two are compared to see whether there is something to write.</summary>
internal sealed record ContainerRecord
{
    /// <summary>Whose record: a container that was removed and made anew has another actor.</summary>
    internal string Actor { get; init; } = "";

    internal required MemberSpec Member { get; init; }

    internal ContainerState State { get; init; }

    internal DateTimeOffset Since { get; init; }

    internal string? Detail { get; init; }

    internal Wish Wish { get; init; } = Wish.None;

    /// <summary>Whether it was taken down only in passing, as by the end of its daemon.</summary>
    internal bool IsTakenDown { get; init; }

    internal DateTimeOffset? BackOffUntil { get; init; }

    internal RestartMemory Memory { get; init; } = RestartMemory.Fresh;

    internal ImmutableList<RunRecord> History { get; init; } = [];

    /// <summary>The run that was going on; null when none was.</summary>
    internal RunRecord? Present { get; init; }

    internal ExitCause? LastCause { get; init; }

    internal int Runs { get; init; }

    internal int Restarts { get; init; }

    /// <summary>Whether its standard input is kept open for whoever attaches.</summary>
    internal bool OpenInput { get; init; }

    /// <summary>The size of its terminal at the start.</summary>
    internal TerminalSize? Size { get; init; }

    internal ContainerId Id => Member.Id;
}
