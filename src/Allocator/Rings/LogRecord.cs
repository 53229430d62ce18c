namespace Helios.Allocator;

/// <summary>One record of a ring.</summary>
public readonly ref struct LogRecord
{
    internal LogRecord(scoped in RecordHeader header, ReadOnlySpan<byte> bytes, long missedBefore)
    {
        Sequence = header.Sequence;
        UnixNanoseconds = header.UnixNanoseconds;
        Origin = (LogOrigin)header.Origin;
        Bytes = bytes;
        MissedBefore = missedBefore;
    }

    /// <summary>Counts up by one from 1; a number that is missing is a record that was lost.</summary>
    public long Sequence { get; }

    /// <summary>When it was committed, in nanoseconds since 1970 UTC, as precise as the writer's clock. Later records have later times, also when the clock stands still or is set back.</summary>
    public long UnixNanoseconds { get; }

    /// <summary>Where the bytes came from.</summary>
    public LogOrigin Origin { get; }

    /// <summary>What was written. A reader's record is valid until the next call on that reader.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>How many records the reader missed just before this one.</summary>
    public long MissedBefore { get; }
}
