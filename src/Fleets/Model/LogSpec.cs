using Helios.Contracts;

namespace Helios.Fleets;

/// <summary>What happens to a stream's output when its ring is full.</summary>
public enum LogPolicy
{
    /// <summary>The oldest records make room; readers that were too slow see a counted gap.</summary>
    DropOldest,

    /// <summary>The container waits until the file sink has taken the oldest records; without a file sink, as <see cref="DropOldest"/>.</summary>
    Block,

    /// <summary>Everything also goes to the file sink before it may be overwritten; what the disk does not take is a counted gap.</summary>
    Spill,
}

/// <summary>The log files of a container.</summary>
/// <param name="Directory">The absolute directory they are in.</param>
public sealed record LogFileSpec(string Directory)
{
    /// <summary>A file this large is closed and a new one begun.</summary>
    public ByteSize MaxSize { get; init; } = ByteSize.FromMiB(10);

    /// <summary>A file this old is closed and a new one begun; null is never.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>What all files of the container may hold together; the oldest go first.</summary>
    public ByteSize Total { get; init; } = ByteSize.FromMiB(50);
}

/// <summary>Where the output of a container goes.</summary>
public sealed record LogSpec
{
    /// <summary>A ring and no files.</summary>
    public static LogSpec Default { get; } = new();

    /// <summary>The size of the ring in memory; rounded up to a power of two pages.</summary>
    public ByteSize Ring { get; init; } = new(256 * 1024);

    /// <summary>The rule for standard output.</summary>
    public LogPolicy Output { get; init; } = LogPolicy.DropOldest;

    /// <summary>The rule for standard error.</summary>
    public LogPolicy Error { get; init; } = LogPolicy.DropOldest;

    /// <summary>The files; null writes none.</summary>
    public LogFileSpec? File { get; init; }
}
