using System.Collections.Immutable;

namespace Helios.Contracts;

/// <summary>The backends that the daemon has, as fleet files and options name them.</summary>
public static class BackendNames
{
    /// <summary>The kernel's own calls.</summary>
    public const string Namespaces = "namespaces";

    /// <summary>Transient units of systemd.</summary>
    public const string SystemdRun = "systemd-run";

    /// <summary>Containers of a script, for trying out a fleet.</summary>
    public const string Simulated = "simulated";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } = [Namespaces, SystemdRun, Simulated];
}
