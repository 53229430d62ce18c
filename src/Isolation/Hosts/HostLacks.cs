using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Linux;

namespace Helios.Isolation.Hosts;

/// <summary>What this host and this user cannot have, with the reason and the remedy.</summary>
public static class HostLacks
{
    private static readonly (Feature Feature, string File)[] s_namespaceFiles =
    [
        (Feature.PidNamespace, "pid"), (Feature.MountNamespace, "mnt"), (Feature.UtsNamespace, "uts"), (Feature.IpcNamespace, "ipc"),
        (Feature.NetworkNamespace, "net"), (Feature.CgroupNamespace, "cgroup"), (Feature.UserNamespace, "user"), (Feature.TimeNamespace, "time"),
    ];

    /// <summary>Every feature that is missing, with the reason.</summary>
    public static Dictionary<Feature, string> Find(HostFacts host, CgroupTree cgroups)
    {
        Dictionary<Feature, string> lacks = new(OfKernel());
        if (!host.IsRoot && UserNamespaceRefusal() is { } refusal)
        {
            lacks[Feature.UserNamespace] = refusal;

            // Without it an ordinary user gets none of the others either.
            lacks.TryAdd(Feature.MountNamespace, refusal);
        }

        if (!host.IsRoot)
        {
            lacks[Feature.Capabilities] = "an ordinary user's container keeps none to choose from; run as root";
        }

        foreach (Feature feature in Enum.GetValues<Feature>())
        {
            if (cgroups.LackOf(feature) is { } lack)
            {
                lacks[feature] = lack;
            }
        }

        return lacks;
    }

    /// <summary>The namespaces that this kernel does not know.</summary>
    public static IEnumerable<KeyValuePair<Feature, string>> OfKernel()
        => s_namespaceFiles.Where(static pair => !KernelFile.Exists("/proc/self/ns/" + pair.File))
            .Select(static pair => KeyValuePair.Create(pair.Feature, "this kernel was built without it"));

    private static string? UserNamespaceRefusal()
    {
        if (KernelFile.TryRead("/proc/sys/user/max_user_namespaces", out string most) && most.Trim() == "0")
        {
            return "user namespaces are switched off; sysctl user.max_user_namespaces=15000";
        }

        if (KernelFile.TryRead("/proc/sys/kernel/unprivileged_userns_clone", out string allowed) && allowed.Trim() == "0")
        {
            return "unprivileged user namespaces are switched off; sysctl kernel.unprivileged_userns_clone=1";
        }

        return KernelFile.TryRead("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", out string restricted) && restricted.Trim() == "1"
            ? "AppArmor restricts unprivileged user namespaces; sysctl kernel.apparmor_restrict_unprivileged_userns=0, or give helios a profile with 'userns,'"
            : null;
    }
}
