using System.Collections.Immutable;
using System.Globalization;
using Helios.Backends.Namespaces.Capabilities;
using Helios.Backends.Namespaces.Plans;
using Helios.Backends.SystemdRun.Gates;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>Turns a specification into a transient unit. Pure: the host's part comes in as <see cref="SystemdFacts"/>.</summary>
/// <remarks>
/// The unit has the limits, the devices, no_new_privs; unshare(1) makes the namespaces, setpriv(1) takes on the user and drops capabilities, and the
/// gate waits at the synchronization socket; it installs the filter of system calls before it becomes the payload. Nothing of the payload, its arguments and variables is in the
/// unit. The root is put together from outside while the gate waits, by the steps of the namespaces backend: whatever systemd mounts lies over the
/// host's root in the same mount namespace, and who has SYS_ADMIN there can take it off again.
/// </remarks>
internal sealed class UnitCompiler(SystemdFacts facts, PlanCompiler inside, string stateDirectory)
{
    /// <summary>The slice all units are in.</summary>
    internal const string Slice = "helios.slice";

    private const string UnitPrefix = "helios-";
    private static readonly string[] s_viewed = ["memory", "cpu", "cpuacct", "pids"];

    internal static string UnitName(ContainerId id) => $"{UnitPrefix}{id}.service";

    /// <summary>The private folder of a container.</summary>
    internal static string FolderOf(string stateDirectory, string name) => Path.Join(stateDirectory, name);

    /// <summary>Compiles.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <exception cref="FormatException">A user or group that the container's root does not know.</exception>
    internal UnitPlan Compile(ContainerSpec spec, TerminalSize size)
    {
        string folder = FolderOf(stateDirectory, spec.Id.ToString());
        CompiledPlan work = CompileInside(spec, size, Viewed);
        ImmutableArray<string> properties = Properties(spec, folder);
        ImmutableArray<string> command = Command(spec, inside.ResolveUser(spec), folder);
        return new UnitPlan
        {
            UnitName = UnitName(spec.Id),
            Folder = folder,
            Properties = properties,
            Command = command,
            Steps = new LaunchPlan
            {
                Backend = SystemdRunBackend.BackendName,
                Id = spec.Id,
                Steps =
                [
                    new LaunchStep("unit", $"start the unit {UnitName(spec.Id)} in {Slice}")
                    {
                        Actor = LaunchActor.Supervisor,
                        Details = [.. properties.Select(Split)],
                    },
                    .. ProgramSteps(command),
                    .. work.Steps.Select(static step => step.Describe() with { Actor = LaunchActor.Supervisor }),
                    new LaunchStep("execute", "execute " + string.Join(' ', spec.Command))
                    {
                        Details =
                        [
                            new("directory", spec.WorkingDirectory),
                            new("environment", string.Join(' ', spec.Environment.Select(static variable => variable.Key).Distinct())),
                        ],
                    },
                ],
            },
        };
    }

    /// <summary>Compiles what is done in the namespaces of the waiting gate.</summary>
    /// <param name="spec">A specification without faults.</param>
    /// <param name="size">The first size of its terminal.</param>
    /// <param name="ownGroups">The v1 controllers in whose hierarchies the unit has a group of its own; of the others the container sees nothing.</param>
    internal CompiledPlan CompileInside(ContainerSpec spec, TerminalSize size, IEnumerable<string> ownGroups)
        => inside.CompileInside(spec, size, spec.Namespaces.HasFlag(NamespaceKinds.Cgroup) ? ownGroups.Intersect(Viewed) : []);

    // What systemd's accounting moves units into.
    private ImmutableArray<string> Viewed
        => facts.UserManager ? [] : [.. s_viewed.Where(facts.Host.Cgroups.V1.ContainsKey)];

    private ImmutableArray<string> Properties(ContainerSpec spec, string folder)
    {
        UnitProperties properties = new();
        properties.Set("Description", $"Helios container {spec.Id}");
        properties.Set("CollectMode", "inactive-or-failed");
        properties.Set("OOMPolicy", "continue");
        properties.Set("TimeoutStopSec", "5s");
        properties.Set("KillSignal", "SIGKILL");
        properties.Set("UMask", "0022");
        properties.Set("IgnoreSIGPIPE", "no");

        // The payload's own streams come to it as descriptors; these are the ones of the programs before it.
        properties.Set("StandardInput", "null");
        properties.Set("StandardOutput", "null");
        properties.Set("StandardError", "file:" + GateSocket.ComplaintsIn(folder));
        properties.SetLimits(spec.Limits, facts.Host.Cgroups.Unified is not null);
        properties.SetProcess(spec);
        bool makesNodes = !facts.UserManager && PlanCompiler.KeptCapabilities(spec, facts.Host).Has(Capability.MKNOD);
        properties.SetIsolation(spec, makesNodes, facts.UserManager);
        return properties.ToArray();
    }

    private ImmutableArray<string> Command(ContainerSpec spec, UserIds user, string folder)
    {
        List<string> words = ["unshare", "--mount", "--propagation=unchanged", "--fork", "--kill-child=KILL"];
        if (facts.UserManager)
        {
            words.AddRange(["--user", Number("--map-user=", user.UserId), Number("--map-group=", user.GroupId), "--keep-caps"]);
        }

        foreach ((NamespaceKinds kind, string option) in new[]
        {
            (NamespaceKinds.Uts, "--uts"), (NamespaceKinds.Ipc, "--ipc"), (NamespaceKinds.Network, "--net"), (NamespaceKinds.Cgroup, "--cgroup"), (NamespaceKinds.Pid, "--pid"), (NamespaceKinds.Time, "--time"),
        })
        {
            words.AddRange(spec.Namespaces.HasFlag(kind) ? [option] : []);
        }

        words.AddRange(["--", "setpriv"]);
        if (!facts.UserManager)
        {
            words.AddRange([Number("--reuid=", user.UserId), Number("--regid=", user.GroupId)]);
            words.Add(user.Groups.IsEmpty ? "--clear-groups" : "--groups=" + string.Join(',', user.Groups));
        }

        words.AddRange(["--inh-caps=-all", "--ambient-caps=-all"]);
        CapabilitySet kept = PlanCompiler.KeptCapabilities(spec, facts.Host);
        if (kept != facts.Host.Bounding.And(CapabilitySet.All))
        {
            words.Add("--bounding-set=-all" + (kept.Count == 0 ? "" : ",+" + kept.ToString().ToLowerInvariant().Replace(" ", ",+", StringComparison.Ordinal)));
        }

        words.AddRange(["--", GateSocket.ProgramIn(folder), GateSocket.SocketIn(folder)]);
        return [.. words];

        static string Number(string option, uint number) => option + number.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<LaunchStep> ProgramSteps(ImmutableArray<string> command)
    {
        int credentials = command.IndexOf("setpriv");
        int gate = command.LastIndexOf("--") + 1;
        yield return new LaunchStep("unshare", string.Join(' ', command[..(credentials - 1)]));
        yield return new LaunchStep("setpriv", string.Join(' ', command[credentials..(gate - 1)]));
        yield return new LaunchStep("hold", $"wait at the synchronization socket {command[^1]}; if the launcher dies, die");
    }

    private static KeyValuePair<string, string> Split(string property)
    {
        int equals = property.IndexOf('=', StringComparison.Ordinal);
        return new(property[..equals], property[(equals + 1)..]);
    }
}
