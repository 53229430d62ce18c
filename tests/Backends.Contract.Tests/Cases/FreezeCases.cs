using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Freezing, thawing and reading figures.</summary>
internal static class FreezeCases
{
    internal static IEnumerable<ContractCase> All { get; } =
    [
        With("a frozen container stands still and goes on when thawed", async (run, container) =>
        {
            await container.Container.FreezeAsync(CancellationToken.None);
            container.Write("one\n");
            using (PeriodicTimer wait = new(TimeSpan.FromMilliseconds(60)))
            {
                await wait.WaitForNextTickAsync();
            }

            Assert.DoesNotContain("got one", container.Output.Text, StringComparison.Ordinal);
            await container.Container.ThawAsync(CancellationToken.None);
            await container.Output.ExpectAsync("got one");
        }),
        With("freezing twice and thawing twice are harmless", async (run, container) =>
        {
            await container.Container.FreezeAsync(CancellationToken.None);
            await container.Container.FreezeAsync(CancellationToken.None);
            await container.Container.ThawAsync(CancellationToken.None);
            await container.Container.ThawAsync(CancellationToken.None);
            container.Write("two\n");
            await container.Output.ExpectAsync("got two");
        }),
        With("a frozen container can be killed", async (run, container) =>
        {
            await container.Container.FreezeAsync(CancellationToken.None);
            await container.Container.KillAllAsync();
            Assert.Equal(137, (await container.EndAsync()).Status.Code);
        }),
        With("a frozen container can be disposed of", async (run, container) =>
        {
            await container.Container.FreezeAsync(CancellationToken.None);
            await container.DisposeAsync();
        }),
        With("figures of a running container are there", async (run, container) =>
        {
            run.Demand(Feature.Statistics);
            ContainerStatistics now = container.Container.ReadStatistics();
            Assert.True(now.Tasks is null or > 0, $"{now}");
            Assert.True(now.Memory is not null || now.CpuTime is not null || now.Tasks is not null, $"{now}");
        }),
        With("the number of tasks is counted", async (run, container) =>
        {
            run.Demand(Feature.PidsLimit);
            run.Demand(Feature.Statistics);
            Assert.Equal(1, container.Container.ReadStatistics().Tasks);
        }),
        new("memory in use is counted, and its peak", async run =>
        {
            run.Demand(Feature.MemoryLimit);
            run.Demand(Feature.Statistics);
            LiveContainer container = await run.StartAsync(run.Shell("dd if=/dev/zero of=/mnt/big bs=1M count=8 2>/dev/null; echo ready; sleep 600"),
                static spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(64) }, Mounts = [new MountSpec.Tmpfs { Target = "/mnt" }] });
            await container.Output.ExpectAsync("ready");
            ContainerStatistics now = container.Container.ReadStatistics();
            Assert.True(now.Memory?.Bytes >= ByteSize.FromMiB(8).Bytes, $"{now}");
            Assert.True(now.MemoryPeak is null || now.MemoryPeak.Value.Bytes >= now.Memory!.Value.Bytes, $"{now}");
        }),
        new("processor time is counted", async run =>
        {
            run.Demand(Feature.CpuLimit);
            run.Demand(Feature.Statistics);
            LiveContainer container = await run.StartAsync(run.Shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo ready; sleep 600"));
            await container.Output.ExpectAsync("ready");
            Assert.True(container.Container.ReadStatistics().CpuTime > TimeSpan.FromMilliseconds(1));
        }),
        new("kills for lack of memory are counted", async run =>
        {
            run.Demand(Feature.MemoryLimit);
            run.Demand(Feature.Statistics);
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; read go; tail /dev/zero; sleep 600"), static spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(24) } });
            await container.Output.ExpectAsync("ready");
            Assert.Equal(0, container.Container.ReadStatistics().OomKills ?? 0);
        }),
    ];

    // Reads a line, says it back.
    private static ContractCase With(string name, Func<CaseRun, LiveContainer, Task> body)
        => new(name, async run =>
        {
            run.Demand(Feature.Freeze);
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; while read word; do echo \"got $word\"; done"));
            await container.Output.ExpectAsync("ready");
            await body(run, container);
        });
}
