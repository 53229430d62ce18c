using System.Globalization;
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
        new("a limit of tasks is the kernel's, beyond the backend's own tasks", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), static spec => spec with { Limits = new() { Pids = 37 } });
            string group = GroupFiles.Of(container);
            string limit = await GroupFiles.ReadAsync(container, "pids.max", "pids", "pids.max");
            Assert.Equal(36 + File.ReadAllLines(Path.Join(group, "cgroup.procs")).Length, int.Parse(limit, CultureInfo.InvariantCulture));
        }),
        InForce("a processor quota is the kernel's", new() { Cpus = CpuAmount.FromProcessors(0.5m) }, "cpu.max", "50000 100000", "cpu", "cpu.cfs_quota_us", "50000"),
        InForce("a processor weight is the kernel's", new() { CpuWeight = 300 }, "cpu.weight", "300", "cpu", "cpu.shares", "3072"),
        InForce("a processor set is the kernel's", new() { CpuSet = CpuSet.Parse("0") }, "cpuset.cpus", "0", "cpuset", "cpuset.cpus", "0"),
        new("an io weight is more than the usual one", async run =>
        {
            // The scales of the versions and of the schedulers differ, and so do the conversions.
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), static spec => spec with { Limits = new() { IoWeight = 300 } });
            string weight = await GroupFiles.ReadAsync(container, "io.weight", "blkio", "blkio.bfq.weight");
            Assert.InRange(int.Parse(weight.Replace("default ", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), 101, 300);
        }),
        new("every process of the container is in its control group", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("setsid sleep 600 & (sleep 600 &) ; echo ready; wait"));
            await container.Output.ExpectAsync("ready");
            Assert.InRange(File.ReadAllLines(Path.Join(GroupFiles.Of(container), "cgroup.procs")).Length, 3, 5);
        }),
    ];

    private static ContractCase InForce(string name, ResourceLimits limits, string file, string value, string controllerV1, string fileV1, string valueV1)
        => new(name, async run =>
        {
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), spec => spec with { Limits = limits });
            Assert.Equal(File.Exists(Path.Join(GroupFiles.Of(container), file)) ? value : valueV1, await GroupFiles.ReadAsync(container, file, controllerV1, fileV1));
        });
}
