using System.Collections.Immutable;

namespace Helios.Contracts.Tests.Specs;

public sealed class ContainerSpecTests
{
    private static readonly ContainerSpec s_good = new() { Id = ContainerId.Parse("c1"), Command = ["true"] };

    public static TheoryData<string, ContainerSpec> Broken => new()
    {
        { "command", s_good with { Command = [] } },
        { "command", s_good with { Command = ["a\0b"] } },
        { "environment", s_good with { Environment = [new("A=B", "c")] } },
        { "root", s_good with { Root = new RootSpec { Kind = RootKind.Directory, Path = "relative" } } },
        { "mounts", s_good with { Mounts = [new MountSpec.Bind { Source = "/a", Target = "b" }] } },
        { "mounts", s_good with { Mounts = [new MountSpec.Bind { Source = "a", Target = "/b" }] } },
        { "mounts", s_good with { Mounts = [new MountSpec.Tmpfs { Target = "/a/../../b" }] } },
        { "mounts", s_good with { Mounts = [new MountSpec.Tmpfs { Target = "/" }] } },
        { "mounts", s_good with { Mounts = [new MountSpec.Tmpfs { Target = "/x", Size = new ByteSize(0) }] } },
        { "workdir", s_good with { WorkingDirectory = "x" } },
        { "hostname", s_good with { HostName = "a b" } },
        { "hostname", s_good with { HostName = "x", Namespaces = NamespaceKinds.Default & ~NamespaceKinds.Uts } },
        { "domainname", s_good with { DomainName = "" } },
        { "limits.memory", s_good with { Limits = new ResourceLimits { Memory = new ByteSize(1) } } },
        { "limits.swap", s_good with { Limits = new ResourceLimits { Swap = new ByteSize(0) } } },
        { "limits.pids", s_good with { Limits = new ResourceLimits { Pids = -1 } } },
        { "limits.cpu-weight", s_good with { Limits = new ResourceLimits { CpuWeight = 10_001 } } },
        { "limits.io-weight", s_good with { Limits = new ResourceLimits { IoWeight = 0 } } },
        { "oom-score-adj", s_good with { OomScoreAdjust = 1001 } },
        { "stop-grace", s_good with { StopGrace = TimeSpan.FromSeconds(-1) } },
    };

    [Fact]
    public void A_plain_specification_has_no_faults() => Assert.Empty(s_good.Faults());

    [Theory]
    [MemberData(nameof(Broken))]
    public void Each_broken_rule_names_its_field(string field, ContainerSpec spec) => Assert.Equal([field], spec.Faults().Select(static fault => fault.Field).Distinct());

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        ContainerSpec spec = s_good with { Command = [], WorkingDirectory = "x", HostName = "a b" };
        Assert.Equal(["command", "hostname", "workdir"], spec.Faults().Select(static fault => fault.Field));
    }

    [Fact]
    public void A_backend_refuses_what_it_lacks_with_field_and_reason()
    {
        BackendCapabilities capabilities = new([new(Feature.MemoryLimit, "no controller", "mount it")]);
        ImmutableArray<SpecFault> faults = capabilities.Check(s_good with { Limits = new ResourceLimits { Memory = ByteSize.FromMiB(64) } }, "test");
        Assert.Equal("limits.memory: the test backend cannot do this here: no controller; mount it", Assert.Single(faults).ToString());
    }

    [Fact]
    public void What_is_not_asked_for_is_not_refused()
    {
        BackendCapabilities capabilities = new([new(Feature.MemoryLimit, "no", "x"), new(Feature.Terminal, "no", "x"), new(Feature.UserNamespace, "no", "x")]);
        Assert.Empty(capabilities.Check(s_good, "test"));
    }
}
