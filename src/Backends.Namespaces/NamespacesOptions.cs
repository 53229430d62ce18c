using Helios.Isolation;

namespace Helios.Backends.Namespaces;

/// <summary>How the backend behaves on this host.</summary>
public sealed record NamespacesOptions
{
    /// <summary>Where the locks of running containers live; null is what <c>HELIOS_STATE_DIR</c> says, else <c>/run/helios</c> for root, else the user's run-time directory.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// Whether containers without limits are counted too. On v2 that costs nothing; on v1 it means three more hierarchies to make, join and
    /// remove. Without it such a container has no memory figures and an OOM kill looks like any other.
    /// </summary>
    public bool Accounting { get; init; } = true;

    /// <summary>
    /// Whether launches and removals are done by the thread that asks for them, and their tasks are complete when they are returned: for a
    /// process that runs one container and has nothing else to do meanwhile.
    /// </summary>
    public bool OnCaller { get; init; }

    /// <summary>
    /// Whether a process of some kilobytes kills what is left of the containers when this one is gone, however it went: for a process that may be killed
    /// while they run.
    /// </summary>
    public bool IsGuarded { get; init; }

    /// <summary>What a test has every launch go without.</summary>
    internal Fence LeftOut { get; init; }
}
