namespace Helios.Control;

/// <summary>The figures of one container at one moment. Null where the host does not count.</summary>
public sealed record FiguresLine
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>When they were read.</summary>
    public DateTimeOffset Taken { get; init; }

    /// <summary>Memory in use, in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>The most memory that was in use, in bytes.</summary>
    public long? MemoryPeak { get; init; }

    /// <summary>The ceiling in bytes; null when there is none.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Processor time since the start.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Tasks now.</summary>
    public int? Tasks { get; init; }

    /// <summary>Processes killed for lack of memory.</summary>
    public long? OomKills { get; init; }

    /// <summary>Bytes read from disks.</summary>
    public long? DiskRead { get; init; }

    /// <summary>Bytes written to disks.</summary>
    public long? DiskWritten { get; init; }
}
