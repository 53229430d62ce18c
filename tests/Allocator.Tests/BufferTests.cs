using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Helios.Allocator.Tests;

public sealed class BufferTests
{
    [Theory]
    [InlineData(-1, 4096)]
    [InlineData(0, 16)]
    [InlineData(1, 16)]
    [InlineData(1000, 1024)]
    [InlineData(5000, 8192)]
    [InlineData(16384, 16384)]
    [InlineData(20_000, 20_000)]
    [InlineData(1_000_000, 1_000_000)]
    public void Rent_gives_at_least_what_was_asked_for_and_shows_all_of_it(int asked, int length)
    {
        using SlabMemoryPool pool = new();
        using IMemoryOwner<byte> lease = pool.Rent(asked);
        Assert.Equal(length, lease.Memory.Length);
        lease.Memory.Span.Fill(1);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(int.MaxValue)]
    public void Rent_of_an_impossible_size_is_refused(int asked)
    {
        using SlabMemoryPool pool = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(asked));
    }

    [Fact]
    public void Returning_frees_the_memory_once()
    {
        using SlabMemoryPool pool = new();
        IMemoryOwner<byte> lease = pool.Rent(100);
        Assert.Equal(128, pool.Heap.Snapshot().ActiveBytes);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal(0, pool.Heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void A_buffer_may_be_returned_on_another_thread()
    {
        using SlabMemoryPool pool = new();
        IMemoryOwner<byte>[] leases = [.. Enumerable.Range(0, 500).Select(_ => pool.Rent(100))];
        Thread other = new(() => Array.ForEach(leases, l => l.Dispose()));
        other.Start();
        other.Join();
        Assert.Equal(0, pool.Heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void Threads_that_only_rent_and_threads_that_only_return_share_lease_objects()
    {
        using SlabMemoryPool pool = new();
        HashSet<IMemoryOwner<byte>> seen = [];
        for (int round = 0; round < 50; round++)
        {
            IMemoryOwner<byte>[] leases = [.. Enumerable.Range(0, 200).Select(_ => pool.Rent(100))];
            Assert.Equal(leases.Length, leases.Distinct().Count());
            seen.UnionWith(leases);
            Thread other = new(() => Array.ForEach(leases, l => l.Dispose()));
            other.Start();
            other.Join();
        }

        GC.Collect();
        Assert.InRange(seen.Count, 200, 6000);
    }

    [Fact]
    public void A_lease_that_outlives_its_pool_is_returned_without_harm()
    {
        SlabMemoryPool pool = new();
        IMemoryOwner<byte> small = pool.Rent(100);
        IMemoryOwner<byte> big = pool.Rent(100_000);
        pool.Dispose();
        small.Dispose();
        big.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(100));
    }

    [Fact]
    public void Renting_and_returning_allocates_nothing_managed_once_warm()
    {
        using SlabMemoryPool pool = new();
        IMemoryOwner<byte>[] leases = new IMemoryOwner<byte>[50];
        long allocated = 0;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < leases.Length; i++)
            {
                leases[i] = pool.Rent(300);
            }

            for (int i = 0; i < leases.Length; i++)
            {
                leases[i].Dispose();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Trimming_takes_the_buffers_that_returned_leases_have_kept()
    {
        using SlabMemoryPool pool = new(new SlabAllocatorOptions { KeptEmptySlabs = 0 });
        foreach (int bytes in (int[])[16, 64, 1024, 2048, 4096, 16384])
        {
            IMemoryOwner<byte>[] leases = [.. Enumerable.Range(0, 40).Select(_ => pool.Rent(bytes))];
            Array.ForEach(leases, l => l.Dispose());
        }

        Assert.Equal(0, pool.Heap.Snapshot().ActiveBytes);
        pool.Heap.Trim();
        Assert.Empty(pool.Heap.Snapshot().Regions);
        using IMemoryOwner<byte> again = pool.Rent(64);
        Assert.Equal(64, pool.Heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void A_lease_is_handed_out_again_with_its_buffer_and_its_length()
    {
        using SlabMemoryPool pool = new();
        IMemoryOwner<byte> first = pool.Rent(100);
        first.Memory.Span[0] = 7;
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Memory.Span[0]);
        using IMemoryOwner<byte> second = pool.Rent(128);
        Assert.Equal(128, second.Memory.Length);
        Assert.Equal(7, second.Memory.Span[0]);
        using IMemoryOwner<byte> third = pool.Rent(128);
        Assert.False(second.Memory.Span.Overlaps(third.Memory.Span));
    }

    [Fact]
    public async Task System_IO_Pipelines_runs_on_the_pool()
    {
        using SlabMemoryPool pool = new();
        Pipe pipe = new(new PipeOptions(pool: pool, minimumSegmentSize: 512));
        byte[] sent = new byte[300_000];
        new Random(1).NextBytes(sent);
        Task writing = Task.Run(async () =>
        {
            for (int done = 0; done < sent.Length;)
            {
                Memory<byte> place = pipe.Writer.GetMemory(100);
                int count = Math.Min(place.Length, Math.Min(sent.Length - done, 777));
                sent.AsMemory(done, count).CopyTo(place);
                pipe.Writer.Advance(count);
                await pipe.Writer.FlushAsync(TestContext.Current.CancellationToken);
                done += count;
            }

            await pipe.Writer.CompleteAsync();
        }, TestContext.Current.CancellationToken);
        ArrayBufferWriter<byte> received = new();
        while (true)
        {
            ReadResult result = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
            foreach (ReadOnlyMemory<byte> segment in result.Buffer)
            {
                Assert.True(MemoryMarshal.TryGetMemoryManager<byte, MemoryManager<byte>>(segment, out _), "the segment is ours, not an array");
                received.Write(segment.Span);
            }

            pipe.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await writing;
        await pipe.Reader.CompleteAsync();
        Assert.True(received.WrittenSpan.SequenceEqual(sent));
        Assert.Equal(0, pool.Heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void A_writer_gives_back_exactly_what_was_written()
    {
        using SlabMemoryPool pool = new();
        using SlabBufferWriter writer = new(pool, segmentBytes: 64);
        Random random = new(3);
        for (int round = 0; round < 20; round++)
        {
            List<byte> expected = [];
            for (int i = 0; i < 50; i++)
            {
                byte[] piece = new byte[random.Next(0, 300)];
                random.NextBytes(piece);
                Span<byte> span = writer.GetSpan(random.Next(2) == 0 ? piece.Length : Math.Max(piece.Length, 1));
                piece.CopyTo(span);
                writer.Advance(piece.Length);
                expected.AddRange(piece);
            }

            Assert.Equal(expected.Count, writer.WrittenBytes);
            Assert.Equal(expected, writer.WrittenSequence.ToArray());
            writer.Reset();
            Assert.True(writer.WrittenSequence.IsEmpty);
        }

        Assert.Equal(0, pool.Heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void A_warm_writer_allocates_nothing_managed()
    {
        using SlabMemoryPool pool = new();
        using SlabBufferWriter writer = new(pool, segmentBytes: 256);
        long allocated = 0;
        long length = 0;
        for (int round = 0; round < 4; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                writer.GetSpan(50)[..50].Fill((byte)i);
                writer.Advance(50);
            }

            length = writer.WrittenSequence.Length;
            writer.Reset();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(5000, length);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Advance_beyond_what_was_handed_out_is_refused()
    {
        using SlabMemoryPool pool = new();
        using SlabBufferWriter writer = new(pool, segmentBytes: 64);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(1));
        writer.GetSpan(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(65));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(-1));
    }

    [Fact]
    public unsafe void NativeMemoryManager_frees_what_it_owns_and_only_that()
    {
        using SlabAllocator heap = new();
        nint borrowed = heap.Allocate(100);
        using (NativeMemoryManager manager = new(borrowed, 100))
        {
            manager.Memory.Span.Fill(3);
        }

        Assert.Equal(3, ((byte*)borrowed)[99]);
        Assert.Equal(128, heap.Snapshot().ActiveBytes);
        NativeMemoryManager owner = new(heap, 100);
        using (MemoryHandle pinned = owner.Memory.Pin())
        {
            Assert.True(heap.Owns((nint)pinned.Pointer));
        }

        ((IDisposable)owner).Dispose();
        Assert.Equal(128, heap.Snapshot().ActiveBytes);
        Assert.Throws<ObjectDisposedException>(() => owner.GetSpan());
    }
}
