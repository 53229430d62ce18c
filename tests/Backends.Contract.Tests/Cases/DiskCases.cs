using System.Globalization;
using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>How a disk is shared by weights, on a machine that has one for it.</summary>
internal static class DiskCases
{
    private const int ReadBytes = 4096;

    internal static IEnumerable<ContractCase> All { get; } =
    [
        new("of two that want the same disk the one with the larger io weight gets more of it", async run =>
        {
            using WeighedFile file = WeighedFile.Make(1024 * ReadBytes);
            LiveContainer light = await StartReaderAsync(run, file, weight: 100);
            LiveContainer heavy = await StartReaderAsync(run, file, weight: 10_000);

            // bfq counts to 1000, so this is ten times the weight, and a tenth of what both read is what is expected of the lighter.
            (long lightBefore, long heavyBefore) = await ReadUntilAsync(light, heavy, static (light, heavy) => light > 0 && heavy > 0);
            (long lightNow, long heavyNow) = await ReadUntilAsync(light, heavy, (light, heavy) => light - lightBefore + heavy - heavyBefore > 500 * ReadBytes);
            double times = (heavyNow - heavyBefore) / (double)Math.Max(lightNow - lightBefore, 1);
            Assert.True(times > 1.5, string.Create(CultureInfo.InvariantCulture, $"ten times the weight got {times:0.00} times the bytes: {heavyNow - heavyBefore} and {lightNow - lightBefore}"));
        }),
    ];

    // Reads straight from the disk, one request at a time, until it is killed.
    private static Task<LiveContainer> StartReaderAsync(CaseRun run, WeighedFile file, int weight)
        => run.StartAsync(
            run.Shell($"while dd if=/mnt/{WeighedFile.Name} of=/dev/null bs=4k iflag=direct 2>/dev/null; do :; done"),
            spec => spec with
            {
                Limits = new() { IoWeight = weight },
                Mounts = [new MountSpec.Bind { Source = file.Folder, Target = "/mnt", ReadOnly = true }],
            });

    // The bytes each has read once the condition holds: whatever the machine's speed, it is the same number of requests.
    private static async Task<(long Light, long Heavy)> ReadUntilAsync(LiveContainer light, LiveContainer heavy, Func<long, long, bool> isEnough)
    {
        using CancellationTokenSource patience = new(CaseRun.Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            (long lightRead, long heavyRead) = (BytesRead(light), BytesRead(heavy));
            if (isEnough(lightRead, heavyRead))
            {
                return (lightRead, heavyRead);
            }

            Assert.False(light.Container.Exited.IsCompleted || heavy.Container.Exited.IsCompleted, "a reader has ended: it cannot read straight from the disk");
            await look.WaitForNextTickAsync(patience.Token);
        }
    }

    // "254:0 rbytes=376832 wbytes=0 rios=92 …", a line for each disk.
    private static long BytesRead(LiveContainer container)
        => File.ReadAllText(Path.Join(GroupFiles.Of(container), "io.stat")).Split([' ', '\n']).Where(static word => word.StartsWith("rbytes=", StringComparison.Ordinal))
            .Sum(static word => long.Parse(word["rbytes=".Length..], CultureInfo.InvariantCulture));
}
