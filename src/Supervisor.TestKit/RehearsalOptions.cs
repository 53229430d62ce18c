using Helios.Backends.Simulated;
using Helios.Contracts;

namespace Helios.Supervisor.TestKit;

/// <summary>How a <see cref="FleetRehearsal"/> is made.</summary>
public sealed record RehearsalOptions
{
    /// <summary>What the containers do.</summary>
    public SimulationScript Script { get; init; } = SimulationScript.Steady;

    /// <summary>Determines the order of messages and every chance.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The directory in which the supervisor remembers what outlives it; null forgets it.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>What the clock shows at first.</summary>
    public DateTimeOffset Start { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>The time zone of schedules.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Whether output is kept in rings and files, as the daemon does. Off, a rehearsal needs no memory and no disk for it.</summary>
    public bool KeepsOutput { get; init; } = true;

    /// <summary>Whether the pids of the dead are given out again at once.</summary>
    public bool ReusePids { get; init; }

    /// <summary>Puts something between the supervisor and the simulated backend; null for nothing.</summary>
    public Func<SimulatedBackend, IIsolationBackend>? Wrap { get; init; }

    /// <summary>Gets every message as it is sent; null for nobody.</summary>
    public Action<TracedMessage>? OnMessage { get; init; }
}
