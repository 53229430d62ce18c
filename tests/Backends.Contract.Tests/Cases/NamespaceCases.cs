using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Namespaces, seen from inside.</summary>
internal static class NamespaceCases
{
    private static readonly (NamespaceKinds Kind, string File)[] s_kinds =
    [
        (NamespaceKinds.Pid, "pid"), (NamespaceKinds.Mount, "mnt"), (NamespaceKinds.Uts, "uts"), (NamespaceKinds.Ipc, "ipc"),
        (NamespaceKinds.Network, "net"), (NamespaceKinds.Cgroup, "cgroup"),
    ];

    internal static IEnumerable<ContractCase> All { get; } =
    [
        .. s_kinds.Select(pair => new ContractCase($"the {pair.File} namespace is the container's own", async run =>
        {
            Outcome outcome = await run.RunAsync(
                run.Shell($"readlink /proc/self/ns/{pair.File}"), spec => spec with { Namespaces = spec.Namespaces | pair.Kind });
            Assert.StartsWith(pair.File + ":[", outcome.Output, StringComparison.Ordinal);
            Assert.NotEqual(OfHost(pair.File), outcome.Output.Trim());
        })),
        .. s_kinds.Where(pair => pair.Kind != NamespaceKinds.Mount).Select(pair => new ContractCase($"the {pair.File} namespace can be the host's", async run =>
        {
            Outcome outcome = await run.RunAsync(
                run.Shell($"readlink /proc/self/ns/{pair.File}"), spec => spec with { Namespaces = spec.Namespaces & ~pair.Kind });
            Assert.Equal(OfHost(pair.File), outcome.Output.Trim());
        })),
        ContractCase.Prints("the payload is process 1", "echo $$", "1"),
        ContractCase.Prints("no process of the host is to be seen", "ls -d /proc/[0-9]* | wc -l | awk '{ print $1 <= 5 }'", "1"),
        ContractCase.Prints("the host name is the container's name", "test \"$(hostname)\" = \"$NAME\" && echo same", "same",
            static spec => spec with { Environment = [.. spec.Environment, new("NAME", spec.Id.ToString())] }),
        ContractCase.Prints("the host name can be chosen", "hostname", "rose.garden", static spec => spec with { HostName = "rose.garden" }),
        ContractCase.Prints("the domain name can be chosen", "cat /proc/sys/kernel/domainname", "garden", static spec => spec with { DomainName = "garden" }),
        new("a host name of the container's does not reach the host", async run =>
        {
            string before = await File.ReadAllTextAsync("/proc/sys/kernel/hostname");
            await run.RunAsync(run.Shell("hostname"), static spec => spec with { HostName = "not-the-host" });
            Assert.Equal(before, await File.ReadAllTextAsync("/proc/sys/kernel/hostname"));
        }),
        ContractCase.Prints("the only network device is loopback", "ls /sys/class/net", "lo"),
        ContractCase.Prints("loopback is up", "cat /sys/class/net/lo/operstate; ip addr show lo | grep -c 'inet 127.0.0.1/8'", "unknown\n1"),
        ContractCase.Exits("a server on loopback can be reached", "nc -l -p 7777 -e /bin/echo hi & for try in 1 2 3 4 5 6 7 8 9; do nc 127.0.0.1 7777 </dev/null && exit 0; sleep 0.05; done; exit 1", 0),
        new("the name of the control group is not to be seen inside", CgroupView),
        ContractCase.Exits("the message queues of the host are not to be seen", "test \"$(ipcs -q | grep -c '^0x')\" = 0", 0),
        new("a user namespace of its own maps root", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("cat /proc/self/uid_map; id -u"), static spec => spec with { Namespaces = spec.Namespaces | NamespaceKinds.User });
            string[] words = outcome.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(("0", "0"), (words[0], words[^1]));
        }),
        new("a time namespace of its own is not the host's", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("readlink /proc/self/ns/time"), static spec => spec with { Namespaces = spec.Namespaces | NamespaceKinds.Time });
            Assert.StartsWith("time:[", outcome.Output, StringComparison.Ordinal);
            Assert.NotEqual(OfHost("time"), outcome.Output.Trim());
        }),
    ];

    private static string OfHost(string file) => File.ResolveLinkTarget($"/proc/self/ns/{file}", returnFinalTarget: false)!.Name;

    // Only the hierarchies that the backend put the container into can begin there; the rest are the launcher's.
    private static async Task CgroupView(CaseRun run)
    {
        Outcome outcome = await run.RunAsync(run.Shell("cat /proc/self/cgroup"), static spec => spec with { Namespaces = spec.Namespaces | NamespaceKinds.Cgroup });
        Assert.DoesNotContain(outcome.Output.Split('\n'), line => line.Contains("case-", StringComparison.Ordinal));
    }
}
