using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>Turns a specification into a transient unit. Pure: the host's part comes in as <see cref="SystemdFacts"/>.</summary>
/// <remarks>
/// The unit has the limits and the devices, unshare(1) makes the namespaces, and the gate waits at the synchronization socket. Everything from the
/// root to the payload is then done by a child of the gate, by the steps of the namespaces backend. Nothing of the payload, its arguments and variables is
/// in the unit. What systemd would mount lies over the host's root in the same mount namespace, and who has SYS_ADMIN there can take it off again.
/// </remarks>
internal sealed class UnitCompiler(SystemdFacts facts, PlanCompiler inside, string stateDirectory)
{
    private static readonly string[] s_viewed = ["memory", "cpu", "cpuacct", "pids"];

    /// <summary>The private folder of a container.</summary>
    internal static string FolderOf(string stateDirectory, string name) => Path.Join(stateDirectory, name);

    /// <summary>Compiles.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <exception cref="BackendException">A user or group that the container's root does not know.</exception>
    internal UnitPlan Compile(ContainerSpec spec, TerminalSize size)
    {
        string folder = FolderOf(stateDirectory, spec.Id.ToString());
        ImmutableArray<string> view = View(spec, ExpectedGroups(spec.Limits));
        return new UnitPlan
        {
            UnitName = facts.UnitNameOf(spec.Id),
            Slice = facts.Slice,
            Folder = folder,
            Properties = Properties(spec, folder),
            Command = Command(spec, folder),
            View = view,
            Work = CompileInside(spec, size, view),
        };
    }

    /// <summary>Compiles what the gate's child does, and what is done for it while the gate waits.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <param name="view">Of <see cref="View"/>.</param>
    internal CompiledPlan CompileInside(ContainerSpec spec, TerminalSize size, ImmutableArray<string> view)
    {
        ImmutableArray<KeyValuePair<string, string>> leaves = facts.ProcessorSets is { } sets && spec.Limits.CpuSet is not null
            ? HybridTree.LeavesOf(spec.Id, OfProcessorSets(spec.Limits), sets, isRoot: true, accounting: false)
            : [];
        CompiledPlan plan = inside.CompileInside(spec, size, leaves, view);
        return UnitCgroup.SwapBesideSystemd(spec.Limits, facts) is { } both
            ? plan with
            {
                Steps = [new SupervisorStep("swap-limit", $"limit memory and swap together to {both}", ("memory.memsw.limit_in_bytes", both.ToString())), .. plan.Steps],
            }
            : plan;
    }

    /// <summary>Only what a control group of <see cref="SystemdFacts.ProcessorSets"/> limits.</summary>
    internal static ResourceLimits OfProcessorSets(ResourceLimits limits) => new() { CpuSet = limits.CpuSet };

    /// <summary>The v1 controllers that the container sees its own group of.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="ownGroups">In whose hierarchies the unit has a group of its own; of the others the container sees nothing.</param>
    internal ImmutableArray<string> View(ContainerSpec spec, IReadOnlyCollection<string> ownGroups)
        => facts.UserManager || !spec.Namespaces.HasFlag(NamespaceKinds.Cgroup) ? []
            : [.. s_viewed.Where(controller => facts.Host.Cgroups.V1.ContainsKey(controller) && ownGroups.Contains(controller))];

    // What our properties make systemd put a unit into; the machine's own defaults may add to it.
    private string[] ExpectedGroups(ResourceLimits limits)
        => limits.Cpus is null && limits.CpuWeight is null && facts.Host.Cgroups.Unified is not null ? ["memory", "pids"] : ["memory", "pids", "cpu", "cpuacct"];

    private ImmutableArray<string> Properties(ContainerSpec spec, string folder)
    {
        UnitProperties properties = new();
        properties.Set("Description", $"Helios container {spec.Id}");
        properties.Set("CollectMode", "inactive-or-failed");
        properties.Set("OOMPolicy", "continue");
        properties.SetStop(spec);
        properties.Set("IgnoreSIGPIPE", "no");

        // For unshare, which would look for a dozen files of another locale; the payload's variables are its own.
        properties.Set("Environment", "LC_ALL=C");

        // The payload's own streams come to it as descriptors; these are the ones of unshare and the gate.
        properties.Set("StandardInput", "null");
        properties.Set("StandardOutput", "null");
        properties.Set("StandardError", "file:" + GateSocket.ComplaintsIn(folder));
        properties.SetLimits(spec.Limits, facts);
        if (!facts.UserManager && PlanCompiler.KeptCapabilities(spec, facts.Host).Has(Capability.MKNOD))
        {
            properties.SetDevices(spec.Mounts);
        }

        if (spec.Security.NoNewPrivileges)
        {
            properties.Yes("NoNewPrivileges");
        }

        return properties.ToArray();
    }

    private ImmutableArray<string> Command(ContainerSpec spec, string folder)
    {
        List<string> words = ["unshare", "--mount", "--propagation=unchanged"];
        if (PlanCompiler.EffectiveNamespaces(spec, facts.Host).HasFlag(NamespaceKinds.User))
        {
            // The gate is a further program, and over its exec only ambient capabilities stay with whoever is not root inside.
            words.AddRange(["--user", "--keep-caps"]);
        }

        if (facts.UserManager)
        {
            UserIds user = inside.ResolveUser(spec);
            words.AddRange([Number("--map-user=", user.UserId), Number("--map-group=", user.GroupId)]);
        }

        foreach ((NamespaceKinds kind, string option) in new[]
        {
            (NamespaceKinds.Uts, "--uts"), (NamespaceKinds.Ipc, "--ipc"), (NamespaceKinds.Network, "--net"), (NamespaceKinds.Cgroup, "--cgroup"), (NamespaceKinds.Pid, "--pid"), (NamespaceKinds.Time, "--time"),
        })
        {
            words.AddRange(spec.Namespaces.HasFlag(kind) ? [option] : []);
        }

        words.AddRange(["--", GateSocket.ProgramIn(folder), GateSocket.SocketIn(folder)]);
        return [.. words];

        static string Number(string option, uint number) => option + number.ToString(CultureInfo.InvariantCulture);
    }
}
