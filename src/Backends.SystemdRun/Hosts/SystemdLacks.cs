using Helios.Backends.Namespaces.Cgroups;
using Helios.Backends.Namespaces.Hosts;
using Helios.Contracts;
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
        bool unified = facts.Controllers.Contains(controller);
        switch (feature)
        {
            case Feature.SwapLimit when !unified && facts.HasV1(controller):
                return KernelFile.Exists(Path.Join(facts.Host.Cgroups.V1[controller], "memory.memsw.limit_in_bytes")) ? null : "the kernel does not account swap; boot with swapaccount=1";
            case Feature.SwapLimit when !KernelFile.Exists("/proc/swaps"):
                return "the kernel was built without swap";
            case Feature.IoWeight when unified && facts.Host.Cgroups.Unified is { } tree:
                return IoWeights.LackIn(tree);
            case Feature.IoWeight when !unified && !facts.UserManager:
                return facts.Hierarchies.TryGetValue(CgroupController.BlockIo, out string? mount) ? IoWeights.LackInV1(mount)
                    : $"the controller '{CgroupController.BlockIo}' is not mounted";
            default:
                return unified || facts.HasV1(controller) ? null
                    : facts.UserManager ? $"the controller '{controller}' is not delegated to your manager; systemctl edit user@.service: Delegate=yes, on cgroup v2"
                    : $"the controller '{controller}' is not mounted";
        }
    }
}
