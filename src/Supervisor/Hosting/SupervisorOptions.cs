using System.Buffers;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>How a supervisor is made.</summary>
/// <param name="Backends">The backends; the first one is the default. The supervisor does not own them.</param>
public sealed record SupervisorOptions(IReadOnlyList<IIsolationBackend> Backends)
{
    /// <summary>The clock; the actor system must run on the same one.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The time zone of schedules; null is the clock's.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The source of jitter.</summary>
    public int Seed { get; init; } = Environment.ProcessId;

    /// <summary>A directory of the supervisor's own, for the sockets of sd_notify; made when missing, refused when others may use it. Empty where the user has no place for one.</summary>
    public string RuntimeDirectory { get; init; } = OwnDirectory.TryForRunTime("helios") is { } own ? Path.Join(own, $"notify-{Environment.ProcessId}") : "";

    /// <summary>Where what outlives the process is kept; null forgets it. The supervisor does not own it.</summary>
    public StateStore? State { get; init; }

    /// <summary>Where bytes are kept on their way to and from files. The supervisor does not own it.</summary>
    public MemoryPool<byte> Buffers { get; init; } = MemoryPool<byte>.Shared;

    /// <summary>Settings of the actor system, as a fleet file has them in its block <c>akka</c>.</summary>
    public ActorSettings Actors { get; init; } = ActorSettings.None;

    /// <summary>How many events are remembered for those who ask later.</summary>
    public int EventHistory { get; init; } = 4096;
}
