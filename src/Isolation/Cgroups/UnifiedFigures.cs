using System.Globalization;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>What the files of a v2 control group say.</summary>
public static class UnifiedFigures
{
    /// <summary>Reads what a directory has counted.</summary>
    public static ContainerStatistics Read(string group)
    {
        (long? read, long? written) = DiskBytes(group);
        return new ContainerStatistics
        {
            Memory = Size(CgroupFile.Number(group, "memory.current")),
            MemoryPeak = Size(CgroupFile.Number(group, "memory.peak")),
            MemoryLimit = Size(CgroupFile.Number(group, "memory.max")),
            CpuTime = CpuTime(group),
            Tasks = (int?)CgroupFile.Number(group, "pids.current"),
            OomKills = CgroupFile.Field(group, "memory.events", "oom_kill"),
            DiskRead = Size(read),
            DiskWritten = Size(written),
        };
    }

    /// <summary>The processor time used; null where cpu.stat cannot be read.</summary>
    public static TimeSpan? CpuTime(string group) => CgroupFile.Field(group, "cpu.stat", "usage_usec") is { } usage ? TimeSpan.FromMicroseconds(usage) : null;

    /// <summary>The group whose memory limit the kernel enforced by killing; null when it did not.</summary>
    public static ExitCause.OutOfMemory? OutOfMemory(string group, ContainerId id)
    {
        if (CgroupFile.Field(group, "memory.events", "oom_kill") is null or 0)
        {
            return null;
        }

        // The group whose own limit was hit counts the event in its local file; its ancestors only see it pass.
        if (CgroupFile.Field(group, "memory.events.local", "oom") is > 0)
        {
            return new ExitCause.OutOfMemory($"container {id}", Size(CgroupFile.Number(group, "memory.max")));
        }

        for (string? ancestor = Path.GetDirectoryName(group);
            ancestor is not null && KernelFile.Exists(Path.Join(ancestor, "memory.events.local"));
            ancestor = Path.GetDirectoryName(ancestor))
        {
            if (CgroupFile.Field(ancestor, "memory.events.local", "oom") is > 0)
            {
                return new ExitCause.OutOfMemory($"the control group {ancestor}", Size(CgroupFile.Number(ancestor, "memory.max")));
            }
        }

        return new ExitCause.OutOfMemory(null, null);
    }

    private static ByteSize? Size(long? bytes) => bytes is { } count ? new ByteSize(count) : null;

    // io.stat: "254:0 rbytes=1459200 wbytes=314773504 rios=192 ...", a line for each device.
    private static (long? Read, long? Written) DiskBytes(string group)
    {
        if (!KernelFile.TryRead(Path.Join(group, "io.stat"), out string text))
        {
            return (null, null);
        }

        long read = 0;
        long written = 0;
        foreach (string word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            read += word.StartsWith("rbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), CultureInfo.InvariantCulture) : 0;
            written += word.StartsWith("wbytes=", StringComparison.Ordinal) ? long.Parse(word.AsSpan(7), CultureInfo.InvariantCulture) : 0;
        }

        return (read, written);
    }
}
