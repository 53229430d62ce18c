using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Helios.Allocator;

/// <summary>A guided tour of the heap: what it looks like empty, after small and big requests, and after each is dropped; then how fast it is.</summary>
public static class HeapTour
{
    private const int SmallCount = 20;
    private const int SmallBytes = 32;
    private const int VectorBytes = 24 << 10;
    private const int TimedCount = 10_000;

    /// <summary>Walks through a heap of its own and tells about it.</summary>
    /// <param name="output">Where the story goes.</param>
    /// <param name="colour">Whether the bar map may use ANSI colours.</param>
    public static void Run(TextWriter output, bool colour)
    {
        ArgumentNullException.ThrowIfNull(output);
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 64 << 20, KeptEmptySlabs = 0 });

        Show(output, heap, colour, "1. An empty heap. Addresses are reserved, but no memory is held.");

        nint[] small = new nint[SmallCount];
        for (int i = 0; i < small.Length; i++)
        {
            small[i] = heap.Allocate(SmallBytes);
        }

        Show(output, heap, colour, $"2. {SmallCount} buffers of {SmallBytes} bytes. They share one slab; no header stands between them.");

        nint vector = heap.Allocate(VectorBytes);
        Show(output, heap, colour, $"3. A vector of {ByteText.Of(VectorBytes)}. Too big for a slot: best fit found it a block.");

        heap.Free(vector);
        Show(output, heap, colour, "4. The vector is freed. Its block has joined the free neighbour.");

        foreach (nint address in small)
        {
            heap.Free(address);
        }

        long returned = heap.Trim();
        Show(output, heap, colour, $"5. The small buffers are freed and the heap is trimmed: {ByteText.Of(returned)} went back to the kernel.");

        ShowDoubleFree(output, heap);
        Time(output, heap);
    }

    private static void Show(TextWriter output, SlabAllocator heap, bool colour, string title)
    {
        HeapSnapshot snapshot = heap.Snapshot();
        output.WriteLine(title);
        output.WriteLine();
        HeapReport.Write(output, snapshot);
        output.WriteLine();
        foreach (string line in HeapBarMap.Render(snapshot, width: 72, lines: 2, colour))
        {
            output.WriteLine("  " + line);
        }

        output.WriteLine();
    }

    private static void ShowDoubleFree(TextWriter output, SlabAllocator heap)
    {
        output.WriteLine("6. Freeing twice. The heap does not believe pointers, it looks them up:");
        nint address = heap.Allocate(SmallBytes);
        heap.Free(address);
        try
        {
            heap.Free(address);
        }
        catch (HeapMisuseException caught)
        {
            output.WriteLine("   " + caught.Message);
        }

        output.WriteLine();
    }

    private static void Time(TextWriter output, SlabAllocator heap)
    {
        nint[] addresses = new nint[TimedCount];
        TimeSpan ours = TimeSpan.MaxValue;
        TimeSpan theirs = TimeSpan.MaxValue;

        // The first rounds only warm the code up; the best one counts.
        for (int round = 0; round < 50; round++)
        {
            ours = Min(ours, TimeOurs(heap, addresses));
            theirs = Min(theirs, TimeMalloc(addresses));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"7. {TimedCount} buffers of {SmallBytes} bytes allocated and freed: {ours.TotalMicroseconds:0} us here, {theirs.TotalMicroseconds:0} us with malloc."));
    }

    private static TimeSpan TimeOurs(SlabAllocator heap, nint[] addresses)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = heap.Allocate(SmallBytes);
        }

        foreach (nint address in addresses)
        {
            heap.Free(address);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static unsafe TimeSpan TimeMalloc(nint[] addresses)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (nint)NativeMemory.Alloc(SmallBytes);
        }

        foreach (nint address in addresses)
        {
            NativeMemory.Free((void*)address);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
