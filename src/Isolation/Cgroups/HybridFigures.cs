using Helios.Contracts;

namespace Helios.Isolation.Cgroups;

/// <summary>What the files of v1 control groups say, given a container's directory of each controller that it has one of.</summary>
public static class HybridFigures
{
    /// <summary>Reads what the directories, one a controller, have counted.</summary>
    public static ContainerStatistics Read(IReadOnlyDictionary<string, string> groups)
    {
        string? memory = groups.GetValueOrDefault(CgroupController.Memory);
        string? account = groups.GetValueOrDefault(CgroupController.CpuAccount);
        string? pids = groups.GetValueOrDefault(CgroupController.Pids);
        return new ContainerStatistics
        {
            Memory = memory is null ? null : Size(CgroupFile.Number(memory, "memory.usage_in_bytes")),
            MemoryPeak = memory is null ? null : Size(CgroupFile.Number(memory, "memory.max_usage_in_bytes")),
            MemoryLimit = memory is null ? null : Limit(memory),
            CpuTime = account is not null && CgroupFile.Number(account, "cpuacct.usage") is { } nanoseconds
                ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
                : null,
            Tasks = pids is null ? null : (int?)CgroupFile.Number(pids, "pids.current"),
            OomKills = memory is null ? null : CgroupFile.Field(memory, "memory.oom_control", "oom_kill"),
        };
    }

    /// <summary>The group whose memory limit the kernel enforced by killing; null when it did not.</summary>
    public static ExitCause.OutOfMemory? OutOfMemory(IReadOnlyDictionary<string, string> groups, ContainerId id)
    {
        if (groups.GetValueOrDefault(CgroupController.Memory) is not { } memory
            || CgroupFile.Field(memory, "memory.oom_control", "oom_kill") is null or 0)
        {
            return null;
        }

        if (Limit(memory) is { } limit && HasFailed(memory))
        {
            return new ExitCause.OutOfMemory($"container {id}", limit);
        }

        string shared = Path.GetDirectoryName(memory)!;
        return Limit(shared) is { } sharedLimit && HasFailed(shared)
            ? new ExitCause.OutOfMemory($"the control group {shared}", sharedLimit)
            : new ExitCause.OutOfMemory(null, null);
    }

    // Where memory and swap together have the limit of memory alone, that one is met first and no failure is counted for either: the peak tells.
    // The kernel charges at most 64 pages at a time, so that is how far below the limit it may have stopped.
    private static bool HasFailed(string memory)
        => CgroupFile.Number(memory, "memory.failcnt") is > 0
            || (CgroupFile.Number(memory, "memory.memsw.max_usage_in_bytes") is { } peak
                && CgroupFile.Number(memory, "memory.memsw.limit_in_bytes") is { } limit && peak > limit - (64 * Environment.SystemPageSize));

    // "No limit" is a huge number here, not a word: the largest multiple of a page.
    private static ByteSize? Limit(string directory)
        => CgroupFile.Number(directory, "memory.limit_in_bytes") is { } bytes and < (long.MaxValue / 2) ? new ByteSize(bytes) : null;

    private static ByteSize? Size(long? bytes) => bytes is { } count ? new ByteSize(count) : null;
}
