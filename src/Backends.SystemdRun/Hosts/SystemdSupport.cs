using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;

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

        found.AddRange(Controller.All.SelectMany(controller => controller.Features.Select(feature => Find(facts, feature, controller))).OfType<Unsupported>());
        if (Freezer.Find(facts.Host.Cgroups) is { } freezing)
        {
            found.Add(freezing);
        }

        return new BackendCapabilities(found);
    }

    private static Unsupported? Find(SystemdFacts facts, Feature feature, Controller controller)
    {
        return facts.Controllers.Contains(controller.Name) ? controller.Find(feature, facts.Host.Cgroups.Unified!)
            : facts.UserManager
                ? new Unsupported(feature, $"the controller '{controller.Name}' is not delegated to your manager", "systemctl edit user@.service: Delegate=yes, on cgroup v2")
            : facts.Host.Cgroups.V1.Count > 0 ? new HybridTree(facts.Host.Cgroups, accounting: false).Find(feature)
            : new Unsupported(feature, $"the controller '{controller.Name}' is not mounted", "mount a cgroup2 file system with it");
    }
}
