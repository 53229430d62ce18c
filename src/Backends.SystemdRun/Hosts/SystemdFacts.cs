using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>What this backend has to know of the host. A value, so that plans are the same on every machine in tests.</summary>
internal sealed record SystemdFacts
{
    /// <summary>Why nothing can be started here, with the remedy; null when it can.</summary>
    internal string? WhyNot { get; init; }

    /// <summary>Whether units go to the user's own manager.</summary>
    internal bool UserManager { get; init; }

    /// <summary>The manager's own place in the control groups; empty for the system's.</summary>
    internal string ManagerCgroup { get; init; } = "";

    /// <summary>The v2 tree; null when there is none.</summary>
    internal string? Unified { get; init; }

    /// <summary>The hierarchy that systemd itself lives in: the v2 tree, or the v1 one named systemd.</summary>
    internal string OwnHierarchy { get; init; } = "/sys/fs/cgroup";

    /// <summary>The v1 controllers and where they are mounted.</summary>
    internal FrozenDictionary<string, string> V1 { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The controllers of the v2 tree.</summary>
    internal FrozenSet<string> UnifiedControllers { get; init; } = [];

    /// <summary>The dynamic loader and the libraries that the tools of util-linux need, by the name they get inside.</summary>
    internal ImmutableArray<(string Source, string Name)> Tools { get; init; } = [];

    /// <summary>Paths below /proc that are hidden.</summary>
    internal ImmutableArray<string> Masked { get; init; } = [];

    /// <summary>Paths below /proc that take no writes.</summary>
    internal ImmutableArray<string> ReadOnly { get; init; } = [];
}
