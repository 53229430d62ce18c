using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Backends.SystemdRun.Hosts;

/// <summary>The features that this backend does not have here.</summary>
internal static class SystemdSupport
{
    internal static BackendCapabilities Find(SystemdFacts facts)
    {
        if (facts.WhyNot is var (reason, remedy))
        {
            return BackendCapabilities.Nothing(reason, remedy);
        }

        List<Unsupported> found = [.. HostSupport.OfKernel()];
        if (facts.UserManager)
        {
            found.Add(HostSupport.CapabilitiesOfUser);
            found.Add(new Unsupported(
                Feature.Exec, "the kernel lets no ordinary user put a process into the control group of another unit", "use the namespaces backend"));
        }

        found.AddRange(CgroupTree.Needs.Select(need => Find(facts, need.Feature, need.Controller)).OfType<Unsupported>());
        if (HybridTree.FreezingWithout(facts.Host.Cgroups) is { } freezing)
        {
            found.Add(freezing);
        }

        return new BackendCapabilities(found);
    }

    private static Unsupported? Find(SystemdFacts facts, Feature feature, string controller)
    {
        if (facts.Controllers.Contains(controller))
        {
            return feature switch
            {
                Feature.SwapLimit when !KernelFile.Exists("/proc/swaps") => new Unsupported(feature, "the kernel was built without swap", "boot a kernel with CONFIG_SWAP=y"),
                Feature.IoWeight => IoWeights.Find(facts.Host.Cgroups.Unified!),
                _ => null,
            };
        }

        return facts.UserManager
                ? new Unsupported(feature, $"the controller '{controller}' is not delegated to your manager", "systemctl edit user@.service: Delegate=yes, on cgroup v2")
            : facts.Host.Cgroups.V1.Count > 0 ? new HybridTree(facts.Host.Cgroups, accounting: false).Find(feature)
            : new Unsupported(feature, $"the controller '{controller}' is not mounted", "mount a cgroup2 file system with it");
    }
}
