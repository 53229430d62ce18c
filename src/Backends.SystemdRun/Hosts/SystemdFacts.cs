using System.Collections.Frozen;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>What this backend has to know of the host. A value, so that plans are the same on every machine in tests.</summary>
internal sealed record SystemdFacts
{
    /// <summary>What the container's inside depends on.</summary>
    internal required HostFacts Host { get; init; }

    /// <summary>Why nothing can be started here, with the remedy; null when it can.</summary>
    internal (string Reason, string Remedy)? WhyNot { get; init; }

    /// <summary>Whether units go to the user's own manager.</summary>
    internal bool UserManager { get; init; }

    /// <summary>The manager's own place in the control groups; empty for the system's.</summary>
    internal string ManagerCgroup { get; init; } = "";

    /// <summary>The hierarchy that systemd itself lives in: the v2 tree, or the v1 one named systemd.</summary>
    internal string OwnHierarchy { get; init; } = "/sys/fs/cgroup";

    /// <summary>The mount point of each v1 hierarchy, by the controllers' or the hierarchy's name as /proc/PID/cgroup writes it.</summary>
    internal FrozenDictionary<string, string> Hierarchies { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The v2 controllers that the manager may hand out; for the system's all there are, for a user's what was delegated to it.</summary>
    internal FrozenSet<string> Controllers { get; init; } = [];

    /// <summary>
    /// The one v1 hierarchy that limits of ours need and systemd never makes groups in: that of processor sets. So a container has a group of the
    /// namespaces backend's there. Null where the set is the unit's own property, or cannot be had.
    /// </summary>
    internal CgroupLayout? ProcessorSets
        => HasV1(CgroupController.CpuSet) && !Controllers.Contains(CgroupController.CpuSet)
            ? new CgroupLayout { Group = Host.Cgroups.Group, V1 = new Dictionary<string, string> { [CgroupController.CpuSet] = Host.Cgroups.V1[CgroupController.CpuSet] }.ToFrozenDictionary() }
            : null;

    /// <summary>The slice that all units are in.</summary>
    internal string Slice => Host.Cgroups.Group + ".slice";

    /// <summary>The name of a container's unit.</summary>
    internal string UnitNameOf(ContainerId id) => $"{Host.Cgroups.Group}-{id}.service";

    /// <summary>Whether the manager can limit by a controller at all.</summary>
    internal bool HasV1(string controller) => !UserManager && Host.Cgroups.V1.ContainsKey(controller);
}
