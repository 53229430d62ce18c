using Helios.Allocator;
using Helios.Linux;

namespace Helios.AllocatorPeer;

internal static class RingReading
{
    internal static int Follow(string path, string? cursorPath)
    {
        using MemoryFile file = MemoryFile.Open(path, writable: false);
        using MemoryFile? cursors = cursorPath is null ? null : MemoryFile.Open(cursorPath, writable: true);
        using LogRingReader reader = cursors is null ? new LogRingReader(file) : LogRingReader.OpenHolding(file, cursors);
        Console.WriteLine("ready");
        long records = 0;
        long bytes = 0;
        while (!reader.IsCompleted)
        {
            while (reader.TryRead(out LogRecord record))
            {
                records++;
                bytes += record.Bytes.Length;
                if (!RecordPattern.Matches(record.Sequence, record.Bytes))
                {
                    Console.WriteLine($"record {record.Sequence} is damaged");
                    return 1;
                }
            }

            reader.Wait(Timeout.InfiniteTimeSpan);
        }

        Console.WriteLine($"{records} {reader.MissedRecords} {bytes}");
        return 0;
    }
}
