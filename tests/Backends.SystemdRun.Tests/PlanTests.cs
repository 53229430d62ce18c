using System.Collections.Frozen;
using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Hosts;
using Helios.Isolation.Plans;
using Helios.Support;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class PlanTests
{
    private static readonly SystemdFacts s_root = new()
    {
        Host = new HostFacts
        {
            UserId = 0,
            GroupId = 0,
            Bounding = CapabilitySet.All,
            Known = CapabilitySet.All,
            Cgroups = new CgroupLayout { Unified = "/sys/fs/cgroup", UnifiedControllers = FrozenSet.Create("cpu", "cpuset", "io", "memory", "pids") },
            ReadRootFile = static (_, _) => "web:x:33:34::/:/bin/false\n",
            KindOf = static _ => PathKind.Directory,
        },
        Controllers = FrozenSet.Create("cpu", "cpuset", "io", "memory", "pids"),
    };

    private static readonly SystemdFacts s_user = s_root with
    {
        UserManager = true,
        Controllers = FrozenSet.Create("memory", "pids"),
        Host = s_root.Host with { UserId = 1000, GroupId = 1000, Bounding = default },
    };

    [Fact]
    public void Limits_are_unit_properties()
    {
        string[] arguments = Arguments(Spec() with
        {
            Limits = new ResourceLimits
            {
                Memory = ByteSize.FromMiB(64),
                Swap = new ByteSize(0),
                Cpus = CpuAmount.FromProcessors(0.5m),
                CpuSet = CpuSet.Parse("0-1"),
                CpuWeight = 200,
                IoWeight = 300,
            },
        });
        foreach (string property in new[]
        {
            "MemoryMax=67108864", "MemorySwapMax=0", "CPUQuota=50%", "AllowedCPUs=0-1", "CPUWeight=200", "IOWeight=300", "TasksMax=2049", "CollectMode=inactive-or-failed",
            "NoNewPrivileges=yes", "KillSignal=15", "TimeoutStopSec=10000ms",
        })
        {
            Assert.Contains("--property=" + property, arguments);
        }
    }

    [Theory]
    [InlineData("INT", 2500, "2", "2500ms")]
    [InlineData("RTMIN+3", 0, "37", "1ms")]
    public void The_manager_stops_the_unit_as_the_container_asks(string signal, int grace, string killSignal, string timeout)
    {
        string[] arguments = Arguments(Spec() with { StopSignal = Signal.Parse(signal), StopGrace = TimeSpan.FromMilliseconds(grace) });
        Assert.Contains("--property=KillSignal=" + killSignal, arguments);
        Assert.Contains("--property=TimeoutStopSec=" + timeout, arguments);
    }

    [Fact]
    public void The_waiting_parent_of_the_payload_does_not_count_against_its_tasks()
        => Assert.Contains("--property=TasksMax=21", Arguments(Spec() with { Limits = new ResourceLimits { Pids = 20 } }));

    [Fact]
    public void Nothing_of_the_payload_is_in_the_unit_for_everybody_to_read()
    {
        string[] arguments = Arguments(Spec() with { Command = ["/bin/echo", "$HOME", "; rm -rf /", "`x`"], Environment = [new("PASSWORD", "s3cret")] });
        Assert.DoesNotContain(arguments, static word => word.Contains("echo", StringComparison.Ordinal) || word.Contains("rm -rf", StringComparison.Ordinal) || word.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(arguments, static word => word is "sh" or "bash" or "/bin/sh" or "-c");
    }

    [Fact]
    public void Namespaces_and_the_gate_are_programs_by_their_argument_vectors()
    {
        string[] arguments = Arguments(Spec() with { User = UserSpec.Parse("web"), Security = new SecuritySpec { CapabilitiesDropped = ["ALL"], CapabilitiesAdded = ["NET_RAW", "CHOWN"] } });
        Assert.Equal(
            [
                "unshare", "--mount", "--propagation=unchanged", "--uts", "--ipc", "--net", "--cgroup", "--pid", "--",
                "/run/state/c1/gate", "/run/state/c1/sync",
            ],
            arguments[(Array.IndexOf(arguments, "--") + 1)..]);
    }

    [Fact]
    public void A_plain_users_manager_gets_a_user_namespace_and_what_it_may_not_set_is_left_to_unshare()
    {
        string[] arguments = [.. Compiler(s_user).Compile(Spec(), new TerminalSize(80, 24)).Arguments(userManager: true)];
        Assert.Equal(["systemd-run", "--user"], arguments[..2]);
        Assert.Contains("--map-user=1000", arguments);
        Assert.Contains("--net", arguments);
        Assert.DoesNotContain(arguments, static word => word.Contains("reuid", StringComparison.Ordinal) || word.Contains("group=33", StringComparison.Ordinal));
    }

    [Fact]
    public void The_gate_does_what_a_child_of_the_namespaces_backend_does_from_the_root_to_the_payload()
    {
        ContainerSpec spec = Spec() with { User = UserSpec.Parse("web"), Rlimits = [new Rlimit(RlimitKind.NoFile, 64, 64)], OomScoreAdjust = 300 };
        HostFacts host = s_root.Host;
        string[] own = [.. new PlanCompiler(host).Compile(spec, new TerminalSize(80, 24)).Describe().Select(static step => step.Kind)];
        string[] gates = [.. Compiler(s_root).Compile(spec, new TerminalSize(80, 24)).Work.Describe().Select(static step => step.Kind)];
        Assert.Equal(own[Array.IndexOf(own, "oom-score")..], gates);
    }

    [Fact]
    public void A_user_namespace_of_roots_is_mapped_from_outside_before_the_gate_goes_on()
    {
        ContainerSpec spec = Spec() with { Namespaces = NamespaceKinds.Default | NamespaceKinds.User };
        Assert.Contains("--keep-caps", Arguments(spec));
        Assert.DoesNotContain(Arguments(spec), static word => word.StartsWith("--map", StringComparison.Ordinal));
        Assert.Equal("id-maps", Compiler(s_root).Compile(spec, new TerminalSize(80, 24)).Work.Describe()[0].Kind);
    }

    [Fact]
    public void Who_can_make_device_nodes_is_held_to_a_closed_policy_and_the_devices_that_were_asked_for()
    {
        ContainerSpec spec = Spec() with
        {
            Security = new SecuritySpec { CapabilitiesAdded = ["MKNOD"] },
            Mounts = [new MountSpec.Bind { Source = "/dev/fuse", Target = "/dev/fuse" }],
        };
        Assert.Contains("--property=DevicePolicy=closed", Arguments(spec));
        Assert.Contains("--property=DeviceAllow=/dev/fuse rw", Arguments(spec));
    }

    [Fact]
    public void A_plain_users_manager_lacks_what_was_not_delegated_to_it()
    {
        BackendCapabilities capabilities = SystemdSupport.Find(s_user);
        Assert.True(capabilities.Has(Feature.MemoryLimit));
        Assert.Contains("not delegated", capabilities.Find(Feature.CpuLimit)?.ToString(), StringComparison.Ordinal);
        Assert.Contains("run as root", capabilities.Find(Feature.Capabilities)?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_version_1_hierarchies_what_systemd_would_ignore_is_done_beside_it()
    {
        SystemdFacts hybrid = s_root with
        {
            Controllers = [],
            Host = s_root.Host with { Cgroups = new CgroupLayout { V1 = new Dictionary<string, string> { ["memory"] = "/m", ["cpuset"] = "/s" }.ToFrozenDictionary() } },
        };
        BackendCapabilities capabilities = SystemdSupport.Find(hybrid);
        Assert.True(capabilities.Has(Feature.MemoryLimit));
        Assert.True(capabilities.Has(Feature.CpuSet));
        Assert.Contains("does not account swap", capabilities.Find(Feature.SwapLimit)?.ToString(), StringComparison.Ordinal);
        Assert.Contains("not mounted", capabilities.Find(Feature.PidsLimit)?.ToString(), StringComparison.Ordinal);

        UnitPlan plan = Compiler(hybrid).Compile(Spec() with { Limits = new ResourceLimits { CpuSet = CpuSet.Parse("0"), Memory = new ByteSize(4096), Swap = new ByteSize(0) } }, new TerminalSize(80, 24));
        Assert.DoesNotContain(plan.Properties, static property => property.StartsWith("AllowedCPUs", StringComparison.Ordinal) || property.StartsWith("MemorySwapMax", StringComparison.Ordinal));
        LaunchStep[] steps = [.. plan.ToLaunchPlan().Steps];
        Assert.Equal(["unit", "unshare", "swap-limit", "hold", "join-cgroups"], steps[..5].Select(static step => step.Kind));
        Assert.Contains(new KeyValuePair<string, string>("cpuset", "/s/helios/c1"), steps[4].Details);
    }

    [Fact]
    public void On_version_1_the_disks_decide_on_an_io_weight_as_for_the_namespaces_backend()
    {
        using TempTree blkio = new();
        blkio.Write("blkio.bfq.weight", "100\n");
        CgroupLayout layout = new() { V1 = new Dictionary<string, string> { ["blkio"] = blkio.Root, ["memory"] = "/m" }.ToFrozenDictionary() };
        SystemdFacts hybrid = s_root with { Controllers = [], Host = s_root.Host with { Cgroups = layout } };
        Assert.Equal(IoWeights.FindV1(blkio.Root), SystemdSupport.Find(hybrid).Find(Feature.IoWeight));
        Assert.Equal(IoWeights.FindV1(blkio.Root), CgroupTree.For(layout, isRoot: true).Find(Feature.IoWeight));
        Assert.Contains("not delegated", SystemdSupport.Find(s_user).Find(Feature.IoWeight)?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_tells_of_the_unit_the_programs_the_root_and_the_command_in_this_order()
    {
        LaunchPlan plan = Compiler(s_root).Compile(Spec(), new TerminalSize(80, 24)).ToLaunchPlan();
        string[] kinds = [.. plan.Steps.Select(static step => step.Kind)];
        Assert.Equal(["unit", "unshare", "hold"], kinds[..3]);
        Assert.Contains("pivot-root", kinds);
        Assert.Equal("execute", kinds[^1]);
    }

    [Fact]
    public void Without_a_running_systemd_every_feature_is_lacking_with_the_reason()
    {
        BackendCapabilities capabilities = SystemdSupport.Find(s_root with { WhyNot = ("systemd does not run this machine", "boot with it") });
        Assert.All(Enum.GetValues<Feature>(), feature => Assert.Equal("systemd does not run this machine", capabilities.Find(feature)?.Reason));
        SpecFault fault = Assert.Single(capabilities.Check(Spec(), "systemd-run"));
        Assert.Equal(("backend", "the systemd-run backend cannot run here: systemd does not run this machine; boot with it"), (fault.Field, fault.Problem));
    }

    private static string[] Arguments(ContainerSpec spec) => [.. Compiler(s_root).Compile(spec, new TerminalSize(80, 24)).Arguments(userManager: false)];

    private static UnitCompiler Compiler(SystemdFacts facts) => new(facts, new PlanCompiler(facts.Host), "/run/state");

    private static ContainerSpec Spec()
        => new() { Id = ContainerId.Parse("c1"), Command = ["/bin/true"], Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/root" } };
}
