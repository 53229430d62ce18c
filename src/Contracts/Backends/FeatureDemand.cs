namespace Helios.Contracts;

/// <summary>A feature that a specification asks for, and the field that asks.</summary>
/// <param name="Feature">What is asked for.</param>
/// <param name="Field">The field as the fleet file spells it.</param>
public readonly record struct FeatureDemand(Feature Feature, string Field)
{
    /// <summary>All that a specification asks for.</summary>
    public static IEnumerable<FeatureDemand> Of(ContainerSpec spec)
    {
        ReadOnlySpan<(NamespaceKinds Namespace, Feature Feature)> namespaces =
        [
            (NamespaceKinds.Pid, Feature.PidNamespace), (NamespaceKinds.Mount, Feature.MountNamespace), (NamespaceKinds.Uts, Feature.UtsNamespace),
            (NamespaceKinds.Ipc, Feature.IpcNamespace), (NamespaceKinds.Network, Feature.NetworkNamespace), (NamespaceKinds.Cgroup, Feature.CgroupNamespace),
            (NamespaceKinds.User, Feature.UserNamespace), (NamespaceKinds.Time, Feature.TimeNamespace),
        ];
        List<FeatureDemand> demands = [];
        foreach ((NamespaceKinds flag, Feature feature) in namespaces)
        {
            When(spec.Namespaces.HasFlag(flag), feature, "namespaces");
        }

        When(spec.Root.Kind == RootKind.Host, Feature.HostRoot, "root");
        When(spec.Root.Kind == RootKind.Directory, Feature.DirectoryRoot, "root");
        When(spec.Root.Kind == RootKind.Void, Feature.VoidRoot, "root");
        When(spec.Root is { Kind: RootKind.Directory, Ephemeral: true }, Feature.EphemeralRoot, "ephemeral");
        When(spec.Root.ReadOnly, Feature.ReadOnlyRoot, "read-only");
        When(spec.Mounts.Any(static mount => mount is MountSpec.Bind), Feature.BindMounts, "mounts");
        When(spec.Mounts.Any(static mount => mount is MountSpec.Tmpfs), Feature.TmpfsMounts, "mounts");
        When(spec.HostName is not null, Feature.HostName, "hostname");
        When(spec.DomainName is not null, Feature.DomainName, "domainname");
        When(spec.User is not null || spec.Groups.Length > 0, Feature.UserAndGroups, "user");
        When(spec.Rlimits.Length > 0, Feature.Rlimits, "rlimits");
        When(spec.OomScoreAdjust is not null, Feature.OomScore, "oom-score-adj");
        When(spec.Security.CapabilitiesAdded.Length > 0 || spec.Security.CapabilitiesDropped.Length > 0, Feature.Capabilities, "capabilities");
        When(spec.Security.NoNewPrivileges, Feature.NoNewPrivileges, "no-new-privileges");
        When(spec.Security.Seccomp == SeccompProfile.Default, Feature.Seccomp, "seccomp");
        When(!spec.Security.Unmasked, Feature.MaskedPaths, "unmasked");
        When(spec.Terminal, Feature.Terminal, "terminal");
        When(spec.Limits.Memory is not null, Feature.MemoryLimit, "limits.memory");
        When(spec.Limits.Swap is not null, Feature.SwapLimit, "limits.swap");
        When(spec.Limits.Cpus is not null, Feature.CpuLimit, "limits.cpus");
        When(spec.Limits.CpuWeight is not null, Feature.CpuWeight, "limits.cpu-weight");
        When(spec.Limits.CpuSet is not null, Feature.CpuSet, "limits.cpuset");
        When(spec.Limits.IoWeight is not null, Feature.IoWeight, "limits.io-weight");
        When(spec.Limits.Pids is > 0, Feature.PidsLimit, "limits.pids");
        return demands;

        void When(bool asked, Feature feature, string field)
        {
            if (asked)
            {
                demands.Add(new FeatureDemand(feature, field));
            }
        }
    }
}
