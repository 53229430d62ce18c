using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>What a limit of swap does on a machine that has some.</summary>
internal static class SwapCases
{
    private const long MemoryMebibytes = 32;
    private const long PayloadBytes = 64 << 20;

    // One read touches all of the memory; no program of a pipe that moved it bit by bit would be quick in the emulated machine.
    private static readonly string s_touches = $"dd if=/dev/zero bs={PayloadBytes} count=1";

    // The first byte comes when all has been touched. The rest stays in memory until a line is typed, and has to come back from swap then.
    private static readonly string s_holds = $"set -o pipefail; exec 3<&0; {s_touches} | {{ dd bs=1 count=1; echo touched >&2; read go <&3; dd bs=64k; }} >/dev/null";

    internal static IEnumerable<ContractCase> All { get; } =
    [
        LivesOnSwap("a payload beyond its memory limit lives on the swap it may use", new() { Memory = ByteSize.FromMiB(MemoryMebibytes), Swap = ByteSize.FromMiB(64) }),
        LivesOnSwap("a memory limit alone does not limit swap", new() { Memory = ByteSize.FromMiB(MemoryMebibytes) }),
        IsKilled("a payload that may swap less than it needs is killed, and the cause says so", swapMebibytes: 8),
        IsKilled("a payload that could live on swap is killed where it may not swap", swapMebibytes: 0),
    ];

    private static ContractCase LivesOnSwap(string name, ResourceLimits limits)
        => new(name, async run =>
        {
            SwapSpace.Demand(PayloadBytes - (MemoryMebibytes << 20));
            LiveContainer container = await run.StartAsync(run.Shell(s_holds), spec => spec with { Limits = limits });
            await container.Error.ExpectAsync("touched");
            long swapped = await SwapSpace.UsedByAsync(container);
            Assert.InRange(swapped, PayloadBytes / 3, limits.Swap?.Bytes ?? PayloadBytes);
            container.Write("go\n");
            Assert.Equal(0, (await container.EndAsync()).Status.Code);
        });

    private static ContractCase IsKilled(string name, int swapMebibytes)
        => new(name, async run =>
        {
            SwapSpace.Demand(PayloadBytes - (MemoryMebibytes << 20));
            ContainerSpec spec = run.Shell(s_touches + " of=/dev/null; exit $?");
            Outcome outcome = await run.RunAsync(spec, spec => spec with { Limits = new() { Memory = ByteSize.FromMiB(MemoryMebibytes), Swap = ByteSize.FromMiB(swapMebibytes) } });
            Assert.Equal(137, outcome.Status.Code);
            if (run.Subject.TellsCauses)
            {
                Assert.Equal(new ExitCause.OutOfMemory($"container {spec.Id}", ByteSize.FromMiB(MemoryMebibytes)), outcome.Cause);
            }
        });
}
