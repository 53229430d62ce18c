using System.Diagnostics;
using System.Globalization;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>Limits that bite, on whatever control group layout this host has.</summary>
[Collection("kernel")]
public sealed class LimitTests
{
    [Fact]
    public async Task A_memory_hog_is_killed_and_the_cause_names_limit_and_container()
    {
        ContainerSpec spec = Limited("exec tail /dev/zero", Feature.MemoryLimit, new ResourceLimits { Memory = ByteSize.FromMiB(32) });
        ContainerRun run = await ContainerRun.ToEnd(spec);
        Assert.Equal($"killed: memory limit 32 MiB of container {spec.Id} reached", run.Cause.ToString());
        Assert.Equal(137, run.Cause.Code);
    }

    [Fact]
    public async Task A_killed_child_of_a_shell_is_told_from_an_exit_code()
    {
        ContainerRun run = await ContainerRun.ToEnd(Limited("tail /dev/zero; exit $?", Feature.MemoryLimit, new ResourceLimits { Memory = ByteSize.FromMiB(32) }));
        Assert.IsType<ExitCause.OutOfMemory>(run.Cause);
    }

    [Fact]
    public async Task The_fork_beyond_the_task_limit_fails()
    {
        ContainerRun run = await ContainerRun.ToEnd(Limited("for i in 1 2 3 4 5 6 7 8; do sleep 5 & done; echo all", Feature.PidsLimit, new ResourceLimits { Pids = 4 }));
        Assert.Contains("fork", run.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_processor_quota_is_the_share_a_busy_loop_gets()
    {
        ContainerSpec spec = Limited("i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done", Feature.CpuLimit, new ResourceLimits { Cpus = CpuAmount.Parse("0.2") });
        ContainerStatistics? statistics = null;
        long start = Stopwatch.GetTimestamp();
        await ContainerRun.ToEnd(spec, async container =>
        {
            await container.Exited;
            statistics = container.ReadStatistics();
        });

        // A machine that is busy elsewhere can only lower the share. The loop is several periods long: within one, all of its quota can come at once.
        double share = statistics!.CpuTime!.Value / Stopwatch.GetElapsedTime(start);
        Assert.InRange(share, 0, 0.45);
    }

    [Fact]
    public async Task A_processor_set_is_the_affinity_seen_inside()
    {
        string[] lines = await ContainerRun.LinesOf(Limited("grep Cpus_allowed_list /proc/self/status", Feature.CpuSet, new ResourceLimits { CpuSet = CpuSet.Parse("0") }));
        Assert.Equal("Cpus_allowed_list:\t0", Assert.Single(lines));
    }

    [Fact]
    public async Task No_instruction_of_the_payload_runs_before_its_limits_exist()
    {
        // The very first thing the payload does is to read its own limits, over and over in fresh containers.
        const string read = "cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max; cat /proc/self/cgroup | grep pids: || true";
        for (int i = 0; i < 30; i++)
        {
            string[] lines = await ContainerRun.LinesOf(Limited(read, Feature.PidsLimit, new ResourceLimits { Pids = 40 + i }));
            Assert.Equal((40 + i).ToString(CultureInfo.InvariantCulture), lines[0]);
            Assert.All(lines[1..], static line => Assert.EndsWith(":/", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_frozen_container_stands_still_until_it_is_thawed()
    {
        ContainerSpec spec = Limited("while :; do :; done", Feature.Freeze, ResourceLimits.None);
        await ContainerRun.ToEnd(spec, async container =>
        {
            await container.FreezeAsync(CancellationToken.None);
            TimeSpan frozen = ProcessorTime(container.ProcessId);
            Tool.Run("sleep", "0.3");
            Assert.Equal(frozen, ProcessorTime(container.ProcessId));
            await container.ThawAsync(CancellationToken.None);
            while (ProcessorTime(container.ProcessId) == frozen)
            {
                Tool.Run("sleep", "0.02");
            }

            await container.KillAllAsync();
        });
    }

    [Fact]
    public async Task Statistics_count_memory_time_and_tasks()
    {
        ContainerSpec spec = Limited("sleep 20 & sleep 20 & wait", Feature.MemoryLimit, new ResourceLimits { Memory = ByteSize.FromMiB(64), Pids = 10 });
        await ContainerRun.ToEnd(spec, async container =>
        {
            ContainerStatistics statistics = container.ReadStatistics();
            while (statistics.Tasks < 3)
            {
                Tool.Run("sleep", "0.02");
                statistics = container.ReadStatistics();
            }

            Assert.Equal(3, statistics.Tasks);
            Assert.Equal(ByteSize.FromMiB(64), statistics.MemoryLimit);
            Assert.InRange(statistics.Memory!.Value.Bytes, 1, 64 << 20);
            Assert.True(statistics.CpuTime > TimeSpan.Zero);
            await container.KillAllAsync();
        });
    }

    [Fact]
    public void A_limit_this_host_lacks_is_refused_with_the_controller_named()
    {
        using NamespacesBackend backend = new(ContainerRun.Options);
        foreach (Feature feature in (Feature[])[Feature.MemoryLimit, Feature.CpuLimit, Feature.CpuSet, Feature.IoWeight, Feature.PidsLimit])
        {
            if (backend.Capabilities.Find(feature) is { } lack)
            {
                Assert.Matches("controller|control group|scheduler", lack.ToString());
            }
        }
    }

    private static ContainerSpec Limited(string script, Feature feature, ResourceLimits limits)
    {
        Needs.Root();
        using NamespacesBackend backend = new(ContainerRun.Options);
        if (backend.Capabilities.Find(feature) is { } lack)
        {
            Assert.Skip(lack.ToString());
        }

        return ContainerRun.Shell(script) with { Limits = limits };
    }

    // Fields 14 and 15 of /proc/PID/stat, in hundredths of a second.
    private static TimeSpan ProcessorTime(int processId)
    {
        string[] fields = File.ReadAllText($"/proc/{processId}/stat").Split(')')[^1].Trim().Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }
}
