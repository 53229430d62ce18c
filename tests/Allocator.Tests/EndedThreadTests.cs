namespace Helios.Allocator.Tests;

/// <summary>Threads that used the heap and are gone, without a collection in between.</summary>
public class EndedThreadTests
{
    private const int ThreadCount = 300;

    [Fact]
    public void A_small_heap_never_gets_full_of_what_ended_threads_kept()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 8 << 20 });

        for (int i = 0; i < ThreadCount; i++)
        {
            OnThread(heap);
        }

        heap.Trim();
        Assert.Equal(0, heap.Snapshot().ActiveBytes);
        heap.Verify();
    }

    [Fact]
    public void Trim_gives_back_what_ended_threads_kept()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 64 << 20 });
        heap.Free(heap.Allocate(16));
        heap.Trim();
        long before = heap.Snapshot().CommittedBytes;

        for (int i = 0; i < 5; i++)
        {
            OnThread(heap);
        }

        Assert.True(heap.Snapshot().CommittedBytes > before);
        heap.Trim();
        Assert.True(heap.Snapshot().CommittedBytes <= before, $"{heap.Snapshot().CommittedBytes} of {before} bytes");
    }

    [Fact]
    public void A_block_of_nearly_the_whole_heap_is_had_although_ended_threads_kept_small_slots()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 8 << 20, LargeBytes = 16 << 20 });
        for (int i = 0; i < 5; i++)
        {
            OnThread(heap);
        }

        heap.Free(heap.Allocate(7 << 20));
    }

    private static void OnThread(SlabAllocator heap)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                nint[] slots = new nint[1000];
                for (int i = 0; i < slots.Length; i++)
                {
                    slots[i] = heap.Allocate(16 + i);
                }

                Array.ForEach(slots, heap.Free);
            }
            catch (HeapExhaustedException full)
            {
                failure = full;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
