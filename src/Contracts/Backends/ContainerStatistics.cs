namespace Helios.Contracts;

/// <summary>A reading of a container's figures. Null where the host does not count it.</summary>
public sealed record ContainerStatistics
{
    /// <summary>Memory in use now, page cache included.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>The most memory that was in use.</summary>
    public ByteSize? MemoryPeak { get; init; }

    /// <summary>The memory ceiling in force; null when there is none.</summary>
    public ByteSize? MemoryLimit { get; init; }

    /// <summary>Processor time used since the start.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Tasks now.</summary>
    public int? Tasks { get; init; }

    /// <summary>Processes killed by the kernel for lack of memory.</summary>
    public long? OomKills { get; init; }

    /// <summary>Bytes read from disks.</summary>
    public ByteSize? DiskRead { get; init; }

    /// <summary>Bytes written to disks.</summary>
    public ByteSize? DiskWritten { get; init; }
}
