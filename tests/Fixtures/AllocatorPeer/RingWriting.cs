using Helios.Allocator;
using Helios.Linux;

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
}
