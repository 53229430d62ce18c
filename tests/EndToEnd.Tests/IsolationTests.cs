namespace Helios.EndToEnd.Tests;

public class IsolationTests : RunTest
{
    [Fact]
    public void The_payload_is_process_1_of_its_own_tree()
        => Assert.Equal("1 1", Shell("echo $$ $(cat /proc/1/comm | grep -c sh)"));

    [Fact]
    public void Every_namespace_is_another_one_than_the_hosts()
    {
        string inside = Shell("readlink /proc/self/ns/pid /proc/self/ns/mnt /proc/self/ns/uts /proc/self/ns/ipc /proc/self/ns/net /proc/self/ns/cgroup");

        Assert.All(inside.Split('\n'), static link => Assert.NotEqual(link, Own(link.Split(':')[0])));
    }

    [Theory]
    [InlineData("--network", "net")]
    [InlineData("--ipc", "ipc")]
    [InlineData("--uts", "uts")]
    [InlineData("--cgroupns", "cgroup")]
    [InlineData("--pid", "pid")]
    public void A_namespace_can_be_the_hosts(string option, string name)
        => Assert.Equal(Own(name), Shell($"readlink /proc/self/ns/{name}", option, "host"));

    [Fact]
    public void A_time_namespace_is_made_on_request() => Assert.NotEqual(Own("time"), Shell("readlink /proc/self/ns/time", "--time"));

    [Fact]
    public void The_network_is_a_loopback_that_is_up()
    {
        Assert.Equal("lo", Shell("ls /sys/class/net"));
        Assert.Contains("127.0.0.1", Shell("cat /proc/net/fib_trie"), StringComparison.Ordinal);
    }

    [Fact]
    public void Host_and_domain_name_are_its_own()
    {
        Assert.Equal(Name, Shell("hostname"));
        Assert.Equal("web\nlab", Shell("hostname; cat /proc/sys/kernel/domainname", "--hostname", "web", "--domainname", "lab"));
    }

    [Fact]
    public void Descriptors_beyond_the_three_are_closed() => Assert.Equal("0\n1\n2\n3", Shell("ls /proc/self/fd"));

    [Fact]
    public void Seccomp_and_no_new_privileges_hold_unless_lifted()
    {
        Assert.Equal("NoNewPrivs:\t1\nSeccomp:\t2", Shell("grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status"));
        Assert.Equal(
            "NoNewPrivs:\t0\nSeccomp:\t0",
            Shell("grep -E '^(NoNewPrivs|Seccomp):' /proc/self/status", "--security-opt", "no-new-privileges=false", "--security-opt", "seccomp=unconfined"));
    }

    [Fact]
    public void Capabilities_are_chosen()
    {
        Assert.Equal("CapEff:\t0000000000000000", Shell("grep CapEff /proc/self/status", "--cap-drop", "ALL"));
        Assert.Equal("CapEff:\t0000000000002000", Shell("grep CapEff /proc/self/status", "--cap-drop", "ALL", "--cap-add", "NET_RAW"));
    }

    private static string Own(string name) => new FileInfo($"/proc/self/ns/{name}").LinkTarget!;
}
