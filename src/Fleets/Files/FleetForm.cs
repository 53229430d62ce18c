namespace Helios.Fleets;

/// <summary>What the keys of a configuration mean: Helios' own fleet, or what another program called its configuration.</summary>
public enum FleetForm
{
    /// <summary>A fleet file.</summary>
    Fleet,

    /// <summary>One container as helios-container describes it: <c>hostname</c>, <c>rootfs</c>, <c>command</c>, <c>memory_limit_bytes</c>, <c>cpu_limit_percentage</c>.</summary>
    ContainerConfig,

    /// <summary>A program in voids as clone_shim describes it: <c>entrypoints</c> with triggers, arguments and environments.</summary>
    VoidSpecification,
}
