using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;

namespace Helios.Isolation.Hosts;

/// <summary>The features that this host and this user do not have.</summary>
public static class HostSupport
{
    private static readonly (Feature Feature, string File, string Option)[] s_namespaceFiles =
    [
        (Feature.PidNamespace, "pid", "CONFIG_PID_NS"), (Feature.MountNamespace, "mnt", "CONFIG_NAMESPACES"), (Feature.UtsNamespace, "uts", "CONFIG_UTS_NS"),
        (Feature.IpcNamespace, "ipc", "CONFIG_IPC_NS"), (Feature.NetworkNamespace, "net", "CONFIG_NET_NS"), (Feature.CgroupNamespace, "cgroup", "CONFIG_CGROUPS"),
        (Feature.UserNamespace, "user", "CONFIG_USER_NS"), (Feature.TimeNamespace, "time", "CONFIG_TIME_NS"),
    ];

    private static readonly (string File, string Value, string Reason, string Remedy)[] s_userNamespaceSettings =
    [
        ("user/max_user_namespaces", "0", "user namespaces are switched off", "sysctl user.max_user_namespaces=15000"),
        ("kernel/unprivileged_userns_clone", "0", "unprivileged user namespaces are switched off", "sysctl kernel.unprivileged_userns_clone=1"),
        ("kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor restricts unprivileged user namespaces",
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or give helios a profile with 'userns,'"),
    ];

    /// <summary>Every feature that is missing.</summary>
    public static ImmutableArray<Unsupported> Find(HostFacts host, CgroupTree cgroups)
    {
        List<Unsupported> found = [.. OfKernel()];
        if (!host.IsRoot)
        {
            // Without a user namespace an ordinary user gets none of the others either.
            if (UserNamespaceRefusal() is { } refusal)
            {
                found.Add(refusal);
                found.Add(refusal with { Feature = Feature.MountNamespace });
            }

            found.Add(CapabilitiesOfUser);
        }

        found.AddRange(Enum.GetValues<Feature>().Select(cgroups.Find).OfType<Unsupported>());
        return [.. found.DistinctBy(static one => one.Feature)];
    }

    /// <summary>Why an ordinary user's container has no choice of capabilities.</summary>
    public static Unsupported CapabilitiesOfUser { get; } = new(Feature.Capabilities, "an ordinary user's container keeps none to choose from", "run as root");

    /// <summary>The namespaces that this kernel does not know.</summary>
    public static IEnumerable<Unsupported> OfKernel()
        => s_namespaceFiles.Where(static pair => !KernelFile.Exists("/proc/self/ns/" + pair.File))
            .Select(static pair => new Unsupported(pair.Feature, "this kernel was built without it", $"boot a kernel with {pair.Option}=y"));

    /// <summary>The setting that forbids an ordinary user to make user namespaces; null when none does.</summary>
    public static Unsupported? UserNamespaceRefusal()
    {
        foreach ((string file, string value, string reason, string remedy) in s_userNamespaceSettings)
        {
            if (KernelFile.TryRead("/proc/sys/" + file, out string text) && text.Trim() == value)
            {
                return new Unsupported(Feature.UserNamespace, reason, remedy);
            }
        }

        return null;
    }
}
