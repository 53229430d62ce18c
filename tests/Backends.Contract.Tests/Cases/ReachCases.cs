using System.Globalization;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>Reaching a container's own network from outside.</summary>
internal static class ReachCases
{
    private const int Port = 8080;

    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("a port of the container's own loopback is reached from outside", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell(string.Create(
                CultureInfo.InvariantCulture, $"echo hello | busybox nc -l -p {Port} & until grep -q ':{Port:X4} ' /proc/net/tcp /proc/net/tcp6; do :; done 2>/dev/null; echo ready; wait")));
            IContainerNetwork network = NetworkOf(run, container);
            await container.Output.ExpectAsync("ready");
            await using Stream stream = await network.ConnectAsync(Port, CancellationToken.None).AsTask().WaitAsync(CaseRun.Patience);
            using StreamReader reader = new(stream);
            Assert.Equal("hello", await reader.ReadLineAsync().WaitAsync(CaseRun.Patience));
        }),
        new("a port that nobody listens on is refused", async run =>
        {
            LiveContainer container = await run.StartAsync(run.Shell("echo ready; exec sleep 600"));
            IContainerNetwork network = NetworkOf(run, container);
            await container.Output.ExpectAsync("ready");
            await Assert.ThrowsAnyAsync<IOException>(() => network.ConnectAsync(Port, CancellationToken.None).AsTask());
        }),
    ];

    private static IContainerNetwork NetworkOf(CaseRun run, LiveContainer container)
    {
        if (container.Container is not IContainerNetwork network)
        {
            Assert.Skip($"{run.Backend.Name} does not reach into a container's network");
            throw new InvalidOperationException("unreachable: the case is skipped");
        }

        return network;
    }
}
