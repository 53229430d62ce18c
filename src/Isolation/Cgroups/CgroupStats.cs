using Helios.Contracts;

namespace Helios.Isolation.Cgroups;

/// <summary>What control groups have counted, and whose memory limit the kernel enforced.</summary>
public static class CgroupStats
{
    /// <summary>Reads a v2 directory.</summary>
    public static ContainerStatistics Read(string group) => Controller.All.Aggregate(new ContainerStatistics(), (sum, controller) => controller.Read(group, sum));

    /// <summary>Reads v1 directories, one a controller.</summary>
    public static ContainerStatistics ReadV1(IReadOnlyDictionary<string, string> groups)
        => Controller.All.Aggregate(new ContainerStatistics(), (sum, controller) => controller.ReadV1(groups, sum));

    /// <summary>The processor time used by a v2 group; null where it cannot be read.</summary>
    public static TimeSpan? CpuTime(string group) => CpuController.CpuTime(group);

    /// <summary>The group whose memory limit the kernel enforced by killing; null when it did not.</summary>
    public static ExitCause.OutOfMemory? OutOfMemory(string group, ContainerId id) => MemoryController.OutOfMemory(group, id);

    /// <summary>The same for v1 directories.</summary>
    public static ExitCause.OutOfMemory? OutOfMemoryV1(IReadOnlyDictionary<string, string> groups, ContainerId id)
        => groups.GetValueOrDefault(CgroupController.Memory) is { } memory ? MemoryController.OutOfMemoryV1(memory, id) : null;
}
