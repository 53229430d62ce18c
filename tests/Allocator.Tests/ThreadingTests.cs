using System.Collections.Concurrent;
using System.Diagnostics;

namespace Helios.Allocator.Tests;

public sealed unsafe class ThreadingTests
{
    private const int Threads = 8;

    private static TimeSpan Duration { get; } = SlabAllocatorPropertyTests.Scale > 1 ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Eight_threads_that_free_each_others_buffers_never_see_a_wrong_byte(bool isChecked)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { Checked = isChecked, KeptEmptySlabs = 1, RetainBytes = 256 << 10 });
        ConcurrentQueue<Buffer>[] inboxes = [.. Enumerable.Range(0, Threads).Select(_ => new ConcurrentQueue<Buffer>())];
        ConcurrentQueue<Exception> failures = [];
        long end = Stopwatch.GetTimestamp() + (long)(Duration.TotalSeconds * Stopwatch.Frequency);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(n => new Thread(() => Run(heap, inboxes, n, end, failures)))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Empty(failures);
        foreach (ConcurrentQueue<Buffer> inbox in inboxes)
        {
            while (inbox.TryDequeue(out Buffer buffer))
            {
                CheckAndFree(heap, buffer);
            }
        }

        heap.Trim();
        Assert.Equal(0, heap.Snapshot().ActiveBytes);
        heap.Verify();
    }

    private static void Run(SlabAllocator heap, ConcurrentQueue<Buffer>[] inboxes, int number, long end, ConcurrentQueue<Exception> failures)
    {
        try
        {
            Random random = new(number);
            while (Stopwatch.GetTimestamp() < end)
            {
                for (int i = 0; i < 50; i++)
                {
                    int bytes = random.Next(20) == 0 ? random.Next(1, 300_000) : random.Next(1, 5000);
                    Buffer buffer = new(heap.Allocate(bytes), bytes, (byte)random.Next());
                    new Span<byte>((void*)buffer.Address, bytes).Fill(buffer.Value);
                    inboxes[random.Next(Threads)].Enqueue(buffer);
                }

                for (int i = 0; i < 60 && inboxes[number].TryDequeue(out Buffer buffer); i++)
                {
                    CheckAndFree(heap, buffer);
                }
            }
        }
        catch (Exception failure) when (failure is HeapMisuseException or InvalidOperationException)
        {
            failures.Enqueue(failure);
        }
    }

    private static void CheckAndFree(SlabAllocator heap, Buffer buffer)
    {
        if (new ReadOnlySpan<byte>((void*)buffer.Address, buffer.Bytes).IndexOfAnyExcept(buffer.Value) >= 0)
        {
            throw new InvalidOperationException($"the {buffer.Bytes}-byte buffer at 0x{buffer.Address:x} changed");
        }

        heap.Free(buffer.Address);
    }

    private readonly record struct Buffer(nint Address, int Bytes, byte Value);
}
