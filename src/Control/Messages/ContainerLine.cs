using System.Collections.Immutable;

namespace Helios.Control;

/// <summary>The facts of one container that <c>helios ps</c> shows. The words are the daemon's, so that an older client can print a newer state.</summary>
public sealed record ContainerLine
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its key in the fleet file, shared by replicas.</summary>
    public string Key { get; init; } = "";

    /// <summary>Its group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The backend that isolates it.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Its command.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Such as <c>running</c> or <c>backing-off</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>What it waits for, or why it failed; null when there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it has shown that it is ready.</summary>
    public bool Ready { get; init; }

    /// <summary><c>none</c>, <c>starting</c>, <c>healthy</c> or <c>unhealthy</c>.</summary>
    public string Health { get; init; } = "none";

    /// <summary>Its own status line (sd_notify).</summary>
    public string? StatusText { get; init; }

    /// <summary>Its number on the host; null while it is down.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When its program was executed; null while it is down.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it will be started next.</summary>
    public DateTimeOffset? NextStart { get; init; }

    /// <summary>Restarts without anybody asking.</summary>
    public int Restarts { get; init; }

    /// <summary>Runs so far.</summary>
    public int Runs { get; init; }

    /// <summary>Why its last run ended.</summary>
    public string? LastExit { get; init; }

    /// <summary>The exit code of its last run.</summary>
    public int? LastCode { get; init; }

    /// <summary>Whether its last run was ended by request.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Bytes of output lost.</summary>
    public long LogBytesLost { get; init; }

    /// <summary>Whether its state is one in which it has processes.</summary>
    public bool IsUp => ProcessId is not null;
}
