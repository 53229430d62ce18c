using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>What this backend cannot do here, feature by feature, with the reason.</summary>
internal static class SystemdLacks
{
    internal static BackendCapabilities Find(SystemdFacts facts)
    {
        if (facts.WhyNot is { } everything)
        {
            return BackendCapabilities.Nothing(everything);
        }

        Dictionary<Feature, string> lacks = new(HostLacks.OfKernel());
        if (facts.UserManager)
        {
            lacks[Feature.Capabilities] = "an ordinary user's container keeps none to choose from; run as root";
            lacks[Feature.Exec] = "the kernel lets no ordinary user put a process into the control group of another unit; use the namespaces backend";
        }

        foreach ((Feature feature, string controller) in CgroupTree.Needs)
        {
            if (LackOf(facts, feature, controller) is { } lack)
            {
                lacks[feature] = lack;
            }
        }

        if (facts.Host.Cgroups.Unified is null)
        {
            lacks[Feature.Freeze] = "freezing needs a cgroup2 mount; mount one at /sys/fs/cgroup/unified";
        }

        return new BackendCapabilities(lacks);
    }

    private static string? LackOf(SystemdFacts facts, Feature feature, string controller)
    {
        if (facts.Controllers.Contains(controller))
        {
            return feature switch
            {
                Feature.SwapLimit when !KernelFile.Exists("/proc/swaps") => "the kernel was built without swap",
                Feature.IoWeight => IoWeights.LackIn(facts.Host.Cgroups.Unified!),
                _ => null,
            };
        }

        return facts.UserManager ? $"the controller '{controller}' is not delegated to your manager; systemctl edit user@.service: Delegate=yes, on cgroup v2"
            : facts.Host.Cgroups.V1.Count > 0 ? new HybridTree(facts.Host.Cgroups, accounting: false).LackOf(feature)
            : $"the controller '{controller}' is not mounted";
    }
}
