using System.Globalization;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Limits that bite.</summary>
/// <remarks>Where the machine swaps, a payload that shall be killed for its memory may not: it would live on the swap, or fill all of it first.</remarks>
internal static class LimitCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("a payload beyond its memory limit is killed, and the cause says so", async run =>
        {
            ContainerSpec spec = run.Command("/bin/tail", "/dev/zero");
            Outcome outcome = await run.RunAsync(spec, OfNoMoreThan(32));
            Assert.Equal(137, outcome.Status.Code);
            if (run.Subject.TellsCauses)
            {
                ExitCause.OutOfMemory cause = Assert.IsType<ExitCause.OutOfMemory>(outcome.Cause);
                Assert.Contains(spec.Id.ToString(), cause.Cgroup, StringComparison.Ordinal);
                Assert.Equal(ByteSize.FromMiB(32), cause.Limit);
            }
        }),
        new("a payload beyond its memory limit that may not swap is killed, and the cause says so", async run =>
        {
            ContainerSpec spec = run.Command("/bin/tail", "/dev/zero");
            Outcome outcome = await run.RunAsync(spec, static spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(32), Swap = new ByteSize(0) } });
            Assert.Equal(137, outcome.Status.Code);
            if (run.Subject.TellsCauses)
            {
                Assert.Equal(new ExitCause.OutOfMemory($"container {spec.Id}", ByteSize.FromMiB(32)), outcome.Cause);
            }
        }),
        new("a child beyond the memory limit is told from a kill as well", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("tail /dev/zero; exit $?"), OfNoMoreThan(32));
            Assert.Equal(137, outcome.Status.Code);
            if (run.Subject.TellsCauses)
            {
                Assert.IsType<ExitCause.OutOfMemory>(outcome.Cause);
            }
        }),
        ContractCase.Exits("a payload within its memory limit lives", "head -c 8388608 /dev/zero | tail -c 1 >/dev/null", 0, Memory(64)),
        new("a tmpfs counts as memory", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("dd if=/dev/zero of=/mnt/big bs=1M count=64 2>/dev/null; exit $?"), spec => OfNoMoreThan(16)(spec) with
            {
                Mounts = [new MountSpec.Tmpfs { Target = "/mnt", Size = ByteSize.FromMiB(128) }],
            });
            Assert.NotEqual(0, outcome.Status.Code);
        }),
        new("the memory limit in force is the one asked for", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), Memory(48));
            run.Demand(Feature.Statistics);
            Assert.Equal(ByteSize.FromMiB(48), container.Container.ReadStatistics().MemoryLimit);
        }),
        ContractCase.Refuses("a memory limit that no program fits in is refused", "limits.memory", static spec => spec with { Limits = new() { Memory = new ByteSize(1000) } }),
        ContractCase.Prints("no more tasks than the limit can be made", "(for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do sleep 600 & done) 2>/tmp/said; read -r words </tmp/said; case $words in *fork*) echo refused; esac", "refused",
            static spec => Pids(10)(spec) with { Mounts = [new MountSpec.Tmpfs { Target = "/tmp" }] }),
        ContractCase.Exits("as many tasks as the limit can be made", "for i in 1 2 3 4 5; do sleep 600 & done; exit 0", 0, Pids(20)),
        ContractCase.Exits("a fork bomb ends with its container", "bomb() { bomb | bomb & }; (bomb) 2>/dev/null; exit 11", 11, Pids(30)),
        ContractCase.Refuses("a limit of fewer than no tasks is refused", "limits.pids", Pids(-1)),
        new("processor time is limited to the share asked for", async run =>
        {
            run.Demand(Feature.CpuLimit);
            run.Demand(Feature.Statistics);
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; while :; do :; done"), static spec => spec with { Limits = new() { Cpus = CpuAmount.FromProcessors(0.2m) } });
            await container.Output.ExpectAsync("ready");
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            TimeSpan before = container.Container.ReadStatistics().CpuTime ?? TimeSpan.Zero;
            using PeriodicTimer second = new(TimeSpan.FromMilliseconds(1000));
            await second.WaitForNextTickAsync();
            TimeSpan used = (container.Container.ReadStatistics().CpuTime ?? TimeSpan.Zero) - before;
            double share = used / System.Diagnostics.Stopwatch.GetElapsedTime(start);
            Assert.True(share is > 0.01 and < 0.32, string.Create(CultureInfo.InvariantCulture, $"0.2 of a processor was asked for, {share:0.00} was used"));
        }),
        new("the processors are the ones asked for", async run =>
        {
            Outcome outcome = await run.RunAsync(run.Shell("grep Cpus_allowed_list /proc/self/status"), static spec => spec with { Limits = new() { CpuSet = CpuSet.Parse("0") } });
            Assert.Equal("Cpus_allowed_list:\t0\n", outcome.Output);
        }),
        ContractCase.Exits("a processor weight is accepted", "exit 0", 0, static spec => spec with { Limits = new() { CpuWeight = 300 } }),
        ContractCase.Exits("an io weight is accepted", "exit 0", 0, static spec => spec with { Limits = new() { IoWeight = 300 } }),
        ContractCase.Exits("a swap limit is accepted", "exit 0", 0, static spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(64), Swap = new ByteSize(0) } }),
        ContractCase.Refuses("a swap limit without a memory limit is refused", "limits.swap", static spec => spec with { Limits = new() { Swap = new ByteSize(0) } }),
        ContractCase.Refuses("a weight out of range is refused", "limits.cpu-weight", static spec => spec with { Limits = new() { CpuWeight = 0 } }),
        new("limits are in force before the payload's first instruction", async run =>
        {
            run.Demand(Feature.Statistics);
            LiveContainer container = await run.StartAsync(run.Command("/bin/sleep", "600"), spec => Memory(40)(spec) with { Limits = new() { Memory = ByteSize.FromMiB(40), Pids = 7 } });
            ContainerStatistics now = container.Container.ReadStatistics();
            Assert.Equal((ByteSize.FromMiB(40), 1), (now.MemoryLimit, now.Tasks));
        }),
        ContractCase.Prints("a limit of open files is set", "ulimit -n; ulimit -H -n", "100\n200", With("nofile=100:200")),
        ContractCase.Prints("a limit of file size is set", "grep 'Max file size' /proc/self/limits | awk '{ print $4, $5 }'", "1024000 2048000", With("fsize=1024000:2048000")),
        ContractCase.Prints("core files can be forbidden", "ulimit -c; ulimit -H -c", "0\n0", With("core=0")),
        ContractCase.Prints("a stack limit is set", "ulimit -s", "1024", With("stack=1048576")),
        ContractCase.Exits("a file beyond its size limit cannot be written", "dd if=/dev/zero of=/dev/shm/big bs=1k count=2000 2>/dev/null; test $? != 0", 0, With("fsize=1024000")),
        ContractCase.Prints("processor time can be limited", "ulimit -t", "5", With("cpu=5")),
        ContractCase.Prints("the OOM score is set", "cat /proc/self/oom_score_adj", "500", static spec => spec with { OomScoreAdjust = 500 }),
        ContractCase.Refuses("an OOM score out of range is refused", "oom-score-adj", static spec => spec with { OomScoreAdjust = 2000 }),
    ];

    private static Func<ContainerSpec, ContainerSpec> Memory(long mebibytes) => spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(mebibytes) } };

    private static Func<ContainerSpec, ContainerSpec> OfNoMoreThan(long mebibytes)
        => spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(mebibytes), Swap = SwapSpace.Exists ? new ByteSize(0) : null } };

    private static Func<ContainerSpec, ContainerSpec> Pids(int count) => spec => spec with { Limits = new() { Pids = count } };

    private static Func<ContainerSpec, ContainerSpec> With(string rlimit) => spec => spec with { Rlimits = [Rlimit.Parse(rlimit)] };
}
