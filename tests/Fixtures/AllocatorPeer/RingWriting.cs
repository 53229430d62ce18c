using Helios.Allocator;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.AllocatorPeer;

internal static class RingWriting
{
    internal static int WriteForever(string ringPath, string cursorPath)
    {
        using LogRing ring = LogRing.Attach(MemoryFile.Open(ringPath, writable: true), MemoryFile.Open(cursorPath, writable: true));
        while (true)
        {
            long sequence = ring.LastSequence + 1;
            int length = RecordPattern.Length(sequence);
            ring.TryReserve(RecordPattern.MaxBytes, out Span<byte> place);
            RecordPattern.Fill(sequence, place[..length]);
            if (length == 0)
            {
                ring.TryAppend(LogOrigin.Output, default);
            }
            else
            {
                ring.Commit(LogOrigin.Output, length);
            }
        }
    }

    internal static int FillFromStandardInput(string ringPath, string cursorPath)
    {
        using LogRing ring = LogRing.Attach(
            MemoryFile.Open(ringPath, writable: true),
            MemoryFile.Open(cursorPath, writable: true),
            new LogRingOptions { Policy = LogRingPolicy.Block });
        using SafeFileHandle input = new(0, ownsHandle: false);
        int chunk = Math.Min(ring.MaxRecordBytes, 128 << 10);
        while (true)
        {
            Span<byte> place;
            while (!ring.TryReserve(chunk, out place))
            {
                ring.WaitForRoom(chunk, Timeout.InfiniteTimeSpan);
            }

            int length = RandomAccess.Read(input, place, 0);
            ring.Commit(LogOrigin.Output, length);
            if (length == 0)
            {
                ring.Close();
                return 0;
            }
        }
    }
}
