using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Allocator;

/// <summary>The page on which holding readers tell how far they are: the one page of a ring that readers write.</summary>
/// <remarks>A memfd of its own, so that ordinary readers need no write access to anything.</remarks>
internal sealed unsafe class RingCursors : IDisposable
{
    internal const int MaxHolders = 64;

    private const int PageBytes = 4096;
    private readonly Mapping _mapping;
    private readonly Page* _page;

    internal RingCursors(MemoryFile file)
    {
        if (file.Length < PageBytes)
        {
            throw new InvalidDataException($"not the cursor page of a log ring: the file has {file.Length} bytes");
        }

        _mapping = Mapping.Of(file, 0, PageBytes, MappingAccess.ReadWrite);
        _page = (Page*)_mapping.Address;
    }

    internal static MemoryFile CreateFile(string name) => MemoryFile.Create(name + "-cursors", PageBytes);

    /// <summary>Whether the writer found the ring full and wants to hear of room.</summary>
    internal bool WriterIsWaiting => Volatile.Read(ref _page->WriterWaiting) != 0;

    internal uint SpaceWord => Volatile.Read(ref _page->SpaceWord);

    /// <summary>Takes a free place for a reader that stands at a position.</summary>
    internal int Claim(long position)
    {
        for (int holder = 0; holder < MaxHolders; holder++)
        {
            // Positions are stored plus one, so that zeroed memory is "free".
            if (Interlocked.CompareExchange(ref _page->Positions[holder], position + 1, 0) == 0)
            {
                return holder;
            }
        }

        throw new InvalidOperationException($"the ring has {MaxHolders} holding readers already");
    }

    internal void Move(int holder, long position)
    {
        // A full fence: the position must be visible before the writer's flag is looked at, or both sides could sleep.
        Interlocked.Exchange(ref _page->Positions[holder], position + 1);
    }

    internal void Leave(int holder) => Interlocked.Exchange(ref _page->Positions[holder], 0);

    /// <summary>The position of the slowest holding reader; <see cref="long.MaxValue"/> when there is none.</summary>
    internal long Slowest()
    {
        long slowest = long.MaxValue;
        for (int holder = 0; holder < MaxHolders; holder++)
        {
            long position = Volatile.Read(ref _page->Positions[holder]);
            if (position != 0)
            {
                slowest = Math.Min(slowest, position - 1);
            }
        }

        return slowest;
    }

    internal void ArmWriter() => Interlocked.Exchange(ref _page->WriterWaiting, 1);

    internal void DisarmWriter() => Volatile.Write(ref _page->WriterWaiting, 0);

    internal bool WaitForSpace(uint seen, TimeSpan timeout) => Futex.Wait((nint)(&_page->SpaceWord), seen, timeout);

    internal void SignalSpace()
    {
        Interlocked.Increment(ref _page->SpaceWord);
        Futex.Wake((nint)(&_page->SpaceWord));
    }

    public void Dispose() => _mapping.Dispose();

    [StructLayout(LayoutKind.Sequential)]
    private struct Page
    {
        internal uint SpaceWord;
        internal uint WriterWaiting;
        internal fixed long Positions[MaxHolders];
    }
}
