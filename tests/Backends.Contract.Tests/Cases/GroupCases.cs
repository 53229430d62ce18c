using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>The limits as the kernel has them: read from the container's control groups on the host, in either version's files.</summary>
internal static class GroupCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        InForce("the memory limit is the kernel's", new() { Memory = ByteSize.FromMiB(48) }, "memory.max", "50331648", "memory", "memory.limit_in_bytes", "50331648"),
        InForce("a swap limit is the kernel's", new() { Memory = ByteSize.FromMiB(48), Swap = ByteSize.FromMiB(16) },
            "memory.swap.max", "16777216", "memory", "memory.memsw.limit_in_bytes", "67108864"),
        InForce("a limit of tasks is the kernel's", new() { Pids = 37 }, "pids.max", "37", "pids", "pids.max", "37"),
        InForce("a processor quota is the kernel's", new() { Cpus = CpuAmount.FromProcessors(0.5m) }, "cpu.max", "50000 100000", "cpu", "cpu.cfs_quota_us", "50000"),
        InForce("a processor weight is the kernel's", new() { CpuWeight = 300 }, "cpu.weight", "300", "cpu", "cpu.shares", "3072"),
        InForce("a processor set is the kernel's", new() { CpuSet = CpuSet.Parse("0") }, "cpuset.cpus", "0", "cpuset", "cpuset.cpus", "0"),
        InForce("an io weight is the kernel's", new() { IoWeight = 300 }, "io.weight", "default 300", "blkio", "blkio.bfq.weight", "300"),
        new("every process of the container is in its control group", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("setsid sleep 600 & (sleep 600 &) ; echo ready; wait"));
            await container.Output.ExpectAsync("ready");
            Assert.InRange(File.ReadAllLines(Path.Join(GroupOf(container), "cgroup.procs")).Length, 3, 5);
        }),
    ];

    private static ContractCase InForce(string name, ResourceLimits limits, string file, string value, string controllerV1, string fileV1, string valueV1)
        => new(name, async run =>
        {
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), spec => spec with { Limits = limits });
            string group = GroupOf(container);
            if (File.Exists(Path.Join(group, file)))
            {
                Assert.Equal(value, (await File.ReadAllTextAsync(Path.Join(group, file))).Trim());
                return;
            }

            Assert.Equal(valueV1, (await File.ReadAllTextAsync(Path.Join(Hierarchy(controllerV1), Relative(group), fileV1))).Trim());
        });

    private static string GroupOf(LiveContainer container)
    {
        string? group = container.Container.Cgroup;
        if (group is null || !Directory.Exists(group))
        {
            Assert.Skip("the container has no control group on this host");
        }

        return group;
    }

    // A container has the same place in every v1 hierarchy.
    private static string Relative(string group)
        => Mounts().Where(mount => group.StartsWith(mount.Point + "/", StringComparison.Ordinal)).Select(mount => group[(mount.Point.Length + 1)..]).MinBy(static rest => rest.Length)!;

    private static string Hierarchy(string controller) => Mounts().First(mount => mount.Options.Split(',').Contains(controller)).Point;

    private static IEnumerable<(string Point, string Options)> Mounts()
        => File.ReadLines("/proc/self/mountinfo").Where(static line => line.Contains(" - cgroup", StringComparison.Ordinal)).Select(static line => line.Split(' '))
            .Select(static words => (words[4], words[^1]));
}
