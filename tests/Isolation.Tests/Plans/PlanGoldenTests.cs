using Helios.Contracts;
using Helios.Isolation.Hosts;
using Helios.Isolation.Plans;
using Helios.Isolation.Steps;
using Helios.Linux;
using Helios.Support;

namespace Helios.Isolation.Tests.Plans;

/// <summary>The plan and its system calls, pinned. Run with HELIOS_UPDATE_GOLDEN=1 to accept a change, then read the diff.</summary>
public sealed class PlanGoldenTests
{
    private static readonly Dictionary<string, (HostFacts Host, ContainerSpec Spec)> s_cases = new()
    {
        ["default-root-unified"] = (TestHosts.RootOnUnified, TestHosts.Spec()),
        ["limits-root-hybrid"] = (TestHosts.RootOnHybrid, TestHosts.Spec() with
        {
            Limits = new ResourceLimits { Memory = ByteSize.FromMiB(64), Swap = new ByteSize(0), Cpus = CpuAmount.Parse("0.5"), Pids = 20 },
        }),
        ["default-plain-user"] = (TestHosts.PlainUser, TestHosts.Spec()),
        ["void-with-volumes"] = (TestHosts.RootOnUnified, TestHosts.Spec() with
        {
            Root = RootSpec.Void with { ReadOnly = true },
            Mounts =
            [
                new MountSpec.Bind { Source = "/usr", Target = "/usr", ReadOnly = true },
                new MountSpec.Bind { Source = "/srv/app.conf", Target = "/etc/app/app.conf" },
                new MountSpec.Tmpfs { Target = "/tmp", Size = ByteSize.FromMiB(16) },
            ],
            Command = ["/usr/bin/env"],
        }),
        ["ephemeral-directory-as-user-with-terminal"] = (TestHosts.RootOnUnified, TestHosts.Spec() with
        {
            Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/a:b", Ephemeral = true },
            User = UserSpec.Parse("web"),
            Groups = ["7"],
            Terminal = true,
            HostName = "host",
            DomainName = "example.org",
            WorkingDirectory = "/srv",
            OomScoreAdjust = 500,
            Rlimits = [Rlimit.Parse("nofile=1024:2048")],
        }),
        ["host-network-unconfined"] = (TestHosts.RootOnUnified, TestHosts.Spec() with
        {
            Namespaces = NamespaceKinds.Default & ~(NamespaceKinds.Network | NamespaceKinds.Cgroup) | NamespaceKinds.Time,
            Security = new SecuritySpec { NoNewPrivileges = false, Unmasked = true, CapabilitiesAdded = ["ALL"], Seccomp = SeccompProfile.Unconfined },
            Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/root" },
        }),
        ["privileges-without-no-new-privs"] = (TestHosts.RootOnUnified, TestHosts.Spec() with
        {
            Security = new SecuritySpec { NoNewPrivileges = false, CapabilitiesDropped = ["ALL"], CapabilitiesAdded = ["NET_RAW"] },
        }),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_plan_and_its_system_calls_are_as_pinned(string name)
    {
        (HostFacts host, ContainerSpec spec) = s_cases[name];
        CompiledPlan plan = new PlanCompiler(host).Compile(spec, new TerminalSize(80, 24));
        using SpawnScript script = plan.Write(LaunchDescriptors.None);

        // Which signals are reset depends on what the test's own parent ignores: a run in the background differs.
        IEnumerable<string> calls = script.ToString().Split('\n').Where(static line => !line.StartsWith("rt_sigaction(", StringComparison.Ordinal));
        string actual = plan.ToLaunchPlan("namespaces") + "\n" + string.Join('\n', calls);
        string path = Repository.PathOf("tests", "Isolation.Tests", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("HELIOS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }

    [Fact]
    public void Compiling_twice_gives_the_same_plan()
    {
        (HostFacts host, ContainerSpec spec) = s_cases["limits-root-hybrid"];
        PlanCompiler compiler = new(host);
        Assert.Equal(
            compiler.Compile(spec, new TerminalSize(80, 24)).ToLaunchPlan("n").ToString(),
            compiler.Compile(spec, new TerminalSize(80, 24)).ToLaunchPlan("n").ToString());
    }

    [Fact]
    public void A_user_unknown_to_the_root_is_named()
    {
        ContainerSpec spec = TestHosts.Spec() with { User = UserSpec.Parse("nobody-here") };
        BackendException failure = Assert.Throws<BackendException>(() => new PlanCompiler(TestHosts.RootOnUnified).Compile(spec, new TerminalSize(80, 24)));
        Assert.Equal((LaunchFailure.Validation, "user"), (failure.Cause.Kind, failure.Cause.Fault?.Field));
        Assert.Contains("no user 'nobody-here'", failure.Message, StringComparison.Ordinal);
    }
}
