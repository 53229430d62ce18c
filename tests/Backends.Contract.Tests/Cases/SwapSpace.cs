using System.Globalization;

namespace Helios.Backends.Contract.Tests;

/// <summary>The swap of this machine, and what a container has there.</summary>
internal static class SwapSpace
{
    internal static bool Exists => Bytes("SwapTotal") > 0;

    /// <summary>Skips the case where less is free.</summary>
    internal static void Demand(long bytes)
    {
        if (!Exists)
        {
            Assert.Skip("this machine has no swap; the guests have some (docs/testing-beds.md)");
        }

        if (Bytes("SwapFree") < bytes)
        {
            Assert.Skip($"needs {bytes >> 20} MiB of free swap, there are {Bytes("SwapFree") >> 20}");
        }
    }

    /// <summary>The bytes of a container that are swapped out, as the kernel counts them.</summary>
    internal static async Task<long> UsedByAsync(LiveContainer container)
    {
        // One number on v2, a line among others on v1.
        string text = await GroupFiles.ReadAsync(container, "memory.swap.current", "memory", "memory.stat");
        string number = text.Split('\n').FirstOrDefault(static line => line.StartsWith("swap ", StringComparison.Ordinal))?["swap ".Length..] ?? text;
        return long.Parse(number, CultureInfo.InvariantCulture);
    }

    // "SwapTotal:       49148 kB"
    private static long Bytes(string field)
        => File.ReadLines("/proc/meminfo").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words[0] == field + ":")
            .Select(static words => long.Parse(words[1], CultureInfo.InvariantCulture) * 1024).FirstOrDefault();
}
