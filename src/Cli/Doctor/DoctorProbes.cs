using Helios.Linux;

namespace Helios.Cli;

/// <summary>Every probe, in the order of the report.</summary>
internal static class DoctorProbes
{
    /// <summary>Makes them; they share one child launcher.</summary>
    internal static IEnumerable<Probe> All(ProbeChild child) =>
    [
        new NamespaceProbe(child, "pid", CloneFlags.NewPid, "CONFIG_PID_NS", neededByRun: true),
        new NamespaceProbe(child, "mount", CloneFlags.NewMount, "CONFIG_NAMESPACES", neededByRun: true),
        new NamespaceProbe(child, "uts", CloneFlags.NewUts, "CONFIG_UTS_NS", neededByRun: true),
        new NamespaceProbe(child, "ipc", CloneFlags.NewIpc, "CONFIG_IPC_NS", neededByRun: true),
        new NamespaceProbe(child, "network", CloneFlags.NewNetwork, "CONFIG_NET_NS", neededByRun: true),
        new NamespaceProbe(child, "cgroup", CloneFlags.NewCgroup, "CONFIG_CGROUPS", neededByRun: true),
        new NamespaceProbe(child, "user", CloneFlags.NewUser, "CONFIG_USER_NS", neededByRun: !Environment.IsPrivilegedProcess),
        new NamespaceProbe(child, "time", CloneFlags.NewTime, "CONFIG_TIME_NS", neededByRun: false),
        new PlainUserProbe(child),
        new PidFdProbe(),
        new ExitStatusProbe(),
        .. MountProbe.All(child),
        .. CgroupProbes.All(child),
        new SeccompProbe(child),
        new SecurityModuleProbe(),
        .. SystemdRunProbes.All(),
    ];
}
