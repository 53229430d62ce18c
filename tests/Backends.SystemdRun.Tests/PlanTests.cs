using Helios.Backends.SystemdRun.Hosts;
using Helios.Backends.SystemdRun.Units;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Tests;

public sealed class PlanTests
{
    private static readonly UnitCompiler s_compiler = new(new SystemdFacts { Tools = [("/usr/bin/unshare", "unshare")] }, "/run/state");

    [Fact]
    public void Limits_are_unit_properties()
    {
        string[] arguments = Arguments(new ResourceLimits
        {
            Memory = ByteSize.FromMiB(64), Swap = new ByteSize(0), Cpus = CpuAmount.FromProcessors(0.5m), CpuSet = CpuSet.Parse("0-1"), CpuWeight = 200, IoWeight = 300, Pids = 20,
        });
        foreach (string property in new[]
        {
            "MemoryMax=67108864", "MemorySwapMax=0", "CPUQuota=50%", "AllowedCPUs=0-1", "CPUWeight=200", "IOWeight=300", "TasksMax=20", "CollectMode=inactive-or-failed",
        })
        {
            Assert.Contains("--property=" + property, arguments);
        }
    }

    [Fact]
    public void Shell_characters_and_the_managers_own_stay_what_they_are()
    {
        ContainerSpec spec = Spec() with { Command = ["/bin/echo", "$HOME", "; rm -rf /", "`x`", "%n"] };
        string[] arguments = [.. s_compiler.Compile(spec, new UserIds(0, 0, [])).Arguments(false, null, null, null, null, null)];
        Assert.Equal(["$$HOME", "; rm -rf /", "`x`", "%n"], arguments[^4..]);
        Assert.DoesNotContain(arguments, static word => word is "sh" or "bash" or "/bin/sh" or "-c");
    }

    [Fact]
    public void A_unit_name_carries_the_containers_and_gives_it_back()
        => Assert.Equal("web-1", UnitCompiler.IdOf(UnitCompiler.UnitName(ContainerId.Parse("web-1"))));

    [Fact]
    public void Without_a_running_systemd_every_feature_is_lacking_with_the_reason()
    {
        BackendCapabilities capabilities = new(SystemdLacks.Find(new SystemdFacts { WhyNot = "systemd does not run this machine" }));
        Assert.All(Enum.GetValues<Feature>(), feature => Assert.Equal("systemd does not run this machine", capabilities.LackOf(feature)));
    }

    private static string[] Arguments(ResourceLimits limits)
        => [.. s_compiler.Compile(Spec() with { Limits = limits }, new UserIds(0, 0, [])).Arguments(false, null, null, null, null, null)];

    private static ContainerSpec Spec()
        => new() { Id = ContainerId.Parse("c1"), Command = ["/bin/true"], Root = new RootSpec { Kind = RootKind.Directory, Path = "/srv/root" } };
}
