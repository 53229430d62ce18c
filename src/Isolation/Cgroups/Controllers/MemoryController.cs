using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Cgroups;

/// <summary>Memory and swap.</summary>
internal sealed class MemoryController : Controller
{
    public override string Name => CgroupController.Memory;

    public override ImmutableArray<Feature> Features => [Feature.MemoryLimit, Feature.SwapLimit];

    public override Unsupported? Find(Feature feature, string mountPoint)
        => feature == Feature.SwapLimit && !KernelFile.Exists("/proc/swaps") ? new Unsupported(feature, "this kernel cannot swap", "boot a kernel with CONFIG_SWAP=y") : null;

    public override Unsupported? FindV1(Feature feature, string mountPoint)
        => feature == Feature.SwapLimit && !KernelFile.Exists(Path.Join(mountPoint, "memory.memsw.limit_in_bytes"))
            ? new Unsupported(feature, "the kernel does not account swap", "boot with swapaccount=1")
            : null;

    internal override bool IsAsked(ResourceLimits limits) => limits.Memory is not null || limits.Swap is not null;

    internal override void Apply(string group, ResourceLimits limits)
    {
        if (limits.Memory is { } memory)
        {
            CgroupFile.Write(group, "memory.max", memory.Bytes);

            // One victim of many leaves a container half dead; the group goes as one, and the cause has a name.
            CgroupFile.Write(group, "memory.oom.group", 1);
        }

        if (limits.Swap is { } swap)
        {
            CgroupFile.Write(group, "memory.swap.max", swap.Bytes);
        }
    }

    internal override void ApplyV1(string group, ResourceLimits limits)
    {
        if (limits.Memory is not { } memory)
        {
            return;
        }

        CgroupFile.Write(group, "memory.limit_in_bytes", memory.Bytes);
        if (limits.Swap is { } swap)
        {
            CgroupFile.Write(group, "memory.memsw.limit_in_bytes", checked(memory.Bytes + swap.Bytes));
        }
    }

    internal override ContainerStatistics Read(string group, ContainerStatistics sum) => sum with
    {
        Memory = Size(CgroupFile.Number(group, "memory.current")),
        MemoryPeak = Size(CgroupFile.Number(group, "memory.peak")),
        MemoryLimit = Size(CgroupFile.Number(group, "memory.max")),
        OomKills = CgroupFile.Field(group, "memory.events", "oom_kill"),
    };

    internal override ContainerStatistics ReadV1(IReadOnlyDictionary<string, string> groups, ContainerStatistics sum)
        => groups.GetValueOrDefault(NameV1) is not { } group ? sum : sum with
        {
            Memory = Size(CgroupFile.Number(group, "memory.usage_in_bytes")),
            MemoryPeak = Size(CgroupFile.Number(group, "memory.max_usage_in_bytes")),
            MemoryLimit = LimitV1(group),
            OomKills = CgroupFile.Field(group, "memory.oom_control", "oom_kill"),
        };

    /// <summary>The group of a v2 tree whose limit the kernel enforced by killing; null when it did not.</summary>
    internal static ExitCause.OutOfMemory? OutOfMemory(string group, ContainerId id)
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

    /// <summary>The same for a v1 directory.</summary>
    internal static ExitCause.OutOfMemory? OutOfMemoryV1(string group, ContainerId id)
    {
        if (CgroupFile.Field(group, "memory.oom_control", "oom_kill") is null or 0)
        {
            return null;
        }

        if (LimitV1(group) is { } limit && HasFailedV1(group))
        {
            return new ExitCause.OutOfMemory($"container {id}", limit);
        }

        string shared = Path.GetDirectoryName(group)!;
        return LimitV1(shared) is { } sharedLimit && HasFailedV1(shared)
            ? new ExitCause.OutOfMemory($"the control group {shared}", sharedLimit)
            : new ExitCause.OutOfMemory(null, null);
    }

    // If memsw.limit equals memory.limit, memsw is hit first and failcnt stays 0; the peak is compared instead.
    // The kernel charges at most 64 pages at a time, so that is how far below the limit it may have stopped.
    private static bool HasFailedV1(string group)
        => CgroupFile.Number(group, "memory.failcnt") is > 0
            || (CgroupFile.Number(group, "memory.memsw.max_usage_in_bytes") is { } peak
                && CgroupFile.Number(group, "memory.memsw.limit_in_bytes") is { } limit && peak > limit - (64 * Environment.SystemPageSize));

    // "No limit" is a huge number on v1, not a word: the largest multiple of a page.
    private static ByteSize? LimitV1(string group)
        => CgroupFile.Number(group, "memory.limit_in_bytes") is { } bytes and < (long.MaxValue / 2) ? new ByteSize(bytes) : null;
}
