using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What one line of <c>helios ps</c> needs to know about a container.</summary>
public sealed record ContainerStatus
{
    /// <summary>Its name.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>Its key in the fleet file, shared by replicas.</summary>
    public required string Key { get; init; }

    /// <summary>Its group.</summary>
    public required string Group { get; init; }

    /// <summary>The backend that isolates it.</summary>
    public required string Backend { get; init; }

    /// <summary>Its command.</summary>
    public required System.Collections.Immutable.ImmutableArray<string> Command { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ContainerState State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What it waits for, or why it failed, in one clause; null when there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it has shown that it is ready; always false while it is down.</summary>
    public bool Ready { get; init; }

    /// <summary>What its health check says.</summary>
    public Health Health { get; init; }

    /// <summary>The status line it sent by sd_notify (<c>STATUS=</c>); null when none.</summary>
    public string? StatusText { get; init; }

    /// <summary>The payload's number on the host; null while it is down.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When its program was executed; null while it is down.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it will be started next, by restart delay or schedule; null when nothing is planned.</summary>
    public DateTimeOffset? NextStart { get; init; }

    /// <summary>How often it has been started again without anybody asking.</summary>
    public int Restarts { get; init; }

    /// <summary>How many runs it has had.</summary>
    public int Runs { get; init; }

    /// <summary>Why its last run ended; null when none has.</summary>
    public ExitCause? LastExit { get; init; }

    /// <summary>Bytes of output that were lost because a ring or a disk was full.</summary>
    public long LogBytesLost { get; init; }
}
