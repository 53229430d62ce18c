using System.Globalization;

namespace Helios.Allocator.Tests;

public sealed unsafe class SlabAllocatorTests
{
    public static TheoryData<int> SlotSizes => [16, 32, 64, 128, 256, 512, 1024];

    [Theory]
    [MemberData(nameof(SlotSizes))]
    public void Every_alignment_from_1_to_4096_is_honoured_for_every_class(int slotBytes)
    {
        using SlabAllocator heap = new();
        for (int alignment = 1; alignment <= 4096; alignment *= 2)
        {
            List<nint> taken = [];
            for (int i = 0; i < 50; i++)
            {
                nint address = heap.AllocateAligned(slotBytes - (i % 8), alignment);
                Assert.Equal(0, address % alignment);
                new Span<byte>((void*)address, slotBytes - (i % 8)).Fill((byte)i);
                taken.Add(address);
            }

            Assert.Equal(taken.Count, taken.Distinct().Count());
            taken.ForEach(heap.Free);
        }

        heap.Verify();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Alignments_beyond_a_page_hold_wherever_the_kernel_puts_the_heap(bool shared)
    {
        // The kernel chooses a page, not more; several heaps at once lie at different ones.
        SlabAllocator[] heaps = [.. Enumerable.Range(0, 8).Select(_ => new SlabAllocator(new SlabAllocatorOptions
        {
            SharedName = shared ? "helios-test" : null, CapBytes = (16 << 20) + (64 << 10), LargeBytes = 8 << 20,
        }))];
        foreach (SlabAllocator heap in heaps)
        {
            for (nint alignment = 4096; alignment <= 1 << 20; alignment *= 2)
            {
                for (int i = 0; i < 3; i++)
                {
                    nint address = heap.AllocateAligned(5000, alignment);
                    Assert.Equal(0, address % alignment);
                    Assert.True(heap.SizeOf(address) >= 5000);
                }
            }

            heap.Verify();
            heap.Dispose();
        }
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Alignments_beyond_a_page_are_honoured_for_blocks_and_large_buffers(int bytes)
    {
        using SlabAllocator heap = new();
        for (nint alignment = 16; alignment <= 1 << 21; alignment *= 2)
        {
            nint address = heap.AllocateAligned(bytes, alignment);
            Assert.Equal(0, address % alignment);
            Assert.True(heap.SizeOf(address) >= bytes);
            heap.Free(address);
        }

        heap.Verify();
    }

    [Theory]
    [MemberData(nameof(SlotSizes))]
    public void A_small_request_gets_the_smallest_slot_that_holds_it(int slotBytes)
    {
        using SlabAllocator heap = new();
        Assert.Equal(slotBytes, heap.SizeOf(heap.Allocate(slotBytes)));
        Assert.Equal(slotBytes, heap.SizeOf(heap.Allocate((slotBytes / 2) + 1)));
    }

    [Fact]
    public void Zero_bytes_is_a_buffer_of_its_own()
    {
        using SlabAllocator heap = new();
        nint a = heap.Allocate(0);
        nint b = heap.Allocate(0);
        Assert.NotEqual(a, b);
        heap.Free(a);
        heap.Free(b);
    }

    [Fact]
    public void Free_of_null_does_nothing()
    {
        using SlabAllocator heap = new();
        heap.Free(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_negative_size_is_refused(long bytes)
    {
        using SlabAllocator heap = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => heap.Allocate((nint)bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => heap.Reallocate(0, (nint)bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-16)]
    [InlineData(24)]
    public void An_alignment_that_is_no_power_of_two_is_refused(int alignment)
    {
        using SlabAllocator heap = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => heap.AllocateAligned(10, alignment));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_size_near_the_end_of_the_number_range_is_exhaustion_not_overflow(bool shared, bool isChecked)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { SharedName = shared ? "helios-test" : null, Checked = isChecked });
        for (int under = 0; under < 40; under++)
        {
            Assert.Throws<HeapExhaustedException>(() => heap.Allocate(nint.MaxValue - under));
            Assert.Throws<HeapExhaustedException>(() => heap.AllocateAligned(nint.MaxValue - under, 4096));
        }

        Assert.Equal(0, heap.TryAllocateAligned(16, (nint)1 << 62));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    [InlineData(5000)]
    [InlineData(16384)]
    [InlineData(200_000)]
    [InlineData(700_000)]
    public void A_full_heap_says_so_and_goes_on_when_something_is_freed(int bytes)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 4 << 20 });
        List<nint> taken = [];
        nint address;
        while ((address = heap.TryAllocate(bytes)) != 0)
        {
            taken.Add(address);
        }

        Assert.InRange(taken.Count * (long)bytes, 2 << 20, 4 << 20);
        HeapExhaustedException refused = Assert.Throws<HeapExhaustedException>(() => heap.Allocate(bytes));
        Assert.Contains($"no room for {bytes} bytes: the heap is capped at 4194304", refused.Message, StringComparison.Ordinal);
        heap.Free(taken[^1]);
        Assert.NotEqual(0, heap.TryAllocate(bytes));
        heap.Snapshot();
        heap.Verify();
    }

    [Fact]
    public void Reallocate_stays_while_the_slot_is_long_enough()
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(100);
        Assert.Equal(address, heap.Reallocate(address, 128));
        Assert.Equal(address, heap.Reallocate(address, 33));
        Assert.NotEqual(address, heap.Reallocate(address, 129));
    }

    [Fact]
    public void Reallocate_grows_a_block_into_the_free_space_behind_it_and_gives_it_back()
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(5000);
        new Span<byte>((void*)address, 5000).Fill(7);
        Assert.Equal(address, heap.Reallocate(address, 100_000));
        Assert.Equal(-1, new Span<byte>((void*)address, 5000).IndexOfAnyExcept((byte)7));
        Assert.Equal(address, heap.Reallocate(address, 2000));
        Assert.InRange(heap.SizeOf(address), 2000, 3100);
        nint behind = heap.Allocate(5000);
        Assert.InRange(behind, address, address + 5000);
        Assert.NotEqual(address, heap.Reallocate(address, 100_000));
        heap.Verify();
    }

    [Fact]
    public void Reallocate_of_a_large_buffer_keeps_its_bytes()
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(1 << 20);
        new Span<byte>((void*)address, 1 << 20).Fill(9);
        address = heap.Reallocate(address, 16 << 20);
        Assert.Equal(-1, new Span<byte>((void*)address, 1 << 20).IndexOfAnyExcept((byte)9));
        address = heap.Reallocate(address, 400 << 10);
        Assert.Equal(400 << 10, heap.SizeOf(address));
        Assert.Equal(-1, new Span<byte>((void*)address, 400 << 10).IndexOfAnyExcept((byte)9));
        heap.Free(address);
        Assert.Equal(0, heap.Snapshot().ActiveBytes);
    }

    [Fact]
    public void Reallocate_that_does_not_fit_leaves_the_old_buffer_alone()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = 2 << 20 });
        nint address = heap.Allocate(1000);
        new Span<byte>((void*)address, 1000).Fill(5);
        Assert.Throws<HeapExhaustedException>(() => heap.Reallocate(address, 3 << 20));
        Assert.Equal(-1, new Span<byte>((void*)address, 1000).IndexOfAnyExcept((byte)5));
        heap.Free(address);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(1_000_000)]
    public void A_double_free_is_caught_and_harms_nothing(int bytes)
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(bytes);
        nint other = heap.Allocate(bytes);
        heap.Free(address);
        HeapMisuseException caught = Assert.Throws<HeapMisuseException>(() => heap.Free(address));
        Assert.Equal(bytes < 1_000_000 ? HeapMisuse.DoubleFree : HeapMisuse.Foreign, caught.Misuse);
        Assert.Contains("freed already", caught.Message, StringComparison.Ordinal);
        Assert.NotEqual(heap.Allocate(bytes), heap.Allocate(bytes));
        heap.Free(other);
        heap.Verify();
    }

    [Fact]
    public void A_double_free_is_caught_after_the_slot_went_back_to_its_slab()
    {
        using SlabAllocator heap = new();
        nint kept = heap.Allocate(64);
        nint address = heap.Allocate(64);
        heap.Free(address);
        heap.Trim();
        Assert.Equal(HeapMisuse.DoubleFree, Assert.Throws<HeapMisuseException>(() => heap.Free(address)).Misuse);
        heap.Free(kept);
    }

    [Fact]
    public void A_double_free_on_another_thread_is_caught()
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(64);
        heap.Free(address);
        HeapMisuse? caught = null;
        Thread other = new(() => caught = Assert.Throws<HeapMisuseException>(() => heap.Free(address)).Misuse);
        other.Start();
        other.Join();
        Assert.Equal(HeapMisuse.DoubleFree, caught);
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(64, 16)]
    [InlineData(1024, 512)]
    [InlineData(5000, 8)]
    [InlineData(5000, 2048)]
    [InlineData(1_000_000, 4096)]
    public void An_interior_pointer_is_refused_with_what_it_points_into(int bytes, int into)
    {
        using SlabAllocator heap = new();
        nint address = heap.Allocate(bytes);
        HeapMisuseException caught = Assert.Throws<HeapMisuseException>(() => heap.Free(address + into));
        Assert.Equal(HeapMisuse.Interior, caught.Misuse);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"points {into} bytes into a"), caught.Message, StringComparison.Ordinal);
        Assert.Throws<HeapMisuseException>(() => heap.SizeOf(address + into));
        Assert.Throws<HeapMisuseException>(() => heap.Reallocate(address + into, 10));
        heap.Free(address);
    }

    [Fact]
    public void Foreign_pointers_are_refused()
    {
        using SlabAllocator heap = new();
        using SlabAllocator other = new();
        heap.Allocate(16);
        nint address = other.Allocate(16);
        int onStack = 0;
        nint stackAddress = (nint)(&onStack);
        Assert.False(heap.Owns(address));
        Assert.Equal(HeapMisuse.Foreign, Assert.Throws<HeapMisuseException>(() => heap.Free(address)).Misuse);
        Assert.Equal(HeapMisuse.Foreign, Assert.Throws<HeapMisuseException>(() => heap.Free(stackAddress)).Misuse);
        Assert.Equal(HeapMisuse.NeverAllocated, Assert.Throws<HeapMisuseException>(() => heap.Free(heap.AddressAt(heap.Options.CapBytes - 16))).Misuse);
        other.Free(address);
    }

    [Fact]
    public void Bytes_that_look_like_metadata_confuse_nobody()
    {
        // The seed put a header into each slab page and believed whatever looked like one (H-A23).
        using SlabAllocator heap = new();
        nint address = heap.AllocateAligned(4096, 4096);
        new Span<uint>((void*)address, 1024).Fill(0x48454c49);
        heap.Free(address);
        heap.Verify();
    }

    [Fact]
    public void Empty_slabs_beyond_a_few_go_back_and_serve_other_sizes()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { KeptEmptySlabs = 2 });
        List<nint> taken = [.. Enumerable.Range(0, 64 * 100).Select(_ => heap.Allocate(1024))];
        Assert.InRange(heap.Snapshot().Classes[6].Slabs, 100, 102);
        taken.ForEach(heap.Free);

        // What is left: the kept ones and the slabs that slots in this thread's magazine lie in.
        Assert.InRange(heap.Snapshot().Classes[6].Slabs, 1, 4);
        heap.Trim();
        HeapSnapshot trimmed = heap.Snapshot();
        Assert.Equal(0, trimmed.Classes[6].Slabs);
        Assert.Equal(0, trimmed.ActiveBytes);
        Assert.Equal(trimmed.OverheadBytes, trimmed.CommittedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Freed_memory_leaves_the_process(bool shared)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { SharedName = shared ? "helios-test" : null, RetainBytes = 1 << 20 });
        List<nint> taken = [];
        for (int i = 0; i < 4000; i++)
        {
            nint address = heap.Allocate(16_000);
            new Span<byte>((void*)address, 16_000).Fill(1);
            taken.Add(address);
        }

        Assert.True(ResidentBytes(heap) > 60_000_000);
        taken.ForEach(heap.Free);
        Assert.True(heap.Snapshot().ReturnedBytes > 55_000_000, "most goes back without being asked");
        heap.Trim();
        Assert.InRange(ResidentBytes(heap), 0, 1 << 20);
    }

    [Fact]
    public void A_thread_that_ends_leaves_nothing_behind()
    {
        using SlabAllocator heap = new();
        Thread thread = new(() =>
        {
            List<nint> taken = [.. Enumerable.Range(0, 60).Select(_ => heap.Allocate(64))];
            taken.ForEach(heap.Free);
        });
        thread.Start();
        thread.Join();
        heap.Trim();

        Assert.Equal(heap.Snapshot().OverheadBytes, heap.Snapshot().CommittedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Huge_pages_are_asked_for_by_option_in_the_range_and_in_large_buffers(bool wanted)
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { HugePages = wanted, CapBytes = 64 << 20 });
        nint block = heap.Allocate(5000);
        nint large = heap.Allocate(4 << 20);
        if (wanted && !File.Exists("/sys/kernel/mm/transparent_hugepage/enabled"))
        {
            Assert.Skip("needs a kernel with transparent huge pages");
        }

        Assert.Equal(wanted, FlagsAt(block).Contains("hg"));
        Assert.Equal(wanted, FlagsAt(large).Contains("hg"));
        heap.Free(large);
        heap.Free(block);
        heap.Verify();
    }

    [Fact]
    public void A_disposed_heap_refuses_politely()
    {
        SlabAllocator heap = new();
        nint address = heap.Allocate(64);
        heap.Free(heap.Allocate(64));
        heap.Dispose();
        heap.Dispose();
        Assert.Throws<ObjectDisposedException>(() => heap.Allocate(64));
        Assert.Throws<ObjectDisposedException>(() => heap.Free(address));
        Assert.Throws<ObjectDisposedException>(() => heap.Snapshot());
    }

    [Fact]
    public void One_thread_may_use_many_heaps_in_turn()
    {
        SlabAllocator[] heaps = [.. Enumerable.Range(0, 10).Select(_ => new SlabAllocator())];
        List<(SlabAllocator Heap, nint Address)> taken = [];
        for (int i = 0; i < 1000; i++)
        {
            SlabAllocator heap = heaps[i % heaps.Length];
            taken.Add((heap, heap.Allocate(100)));
        }

        taken.ForEach(entry => entry.Heap.Free(entry.Address));
        foreach (SlabAllocator heap in heaps)
        {
            Assert.Equal(0, heap.Snapshot().ActiveBytes);
            heap.Dispose();
        }
    }

    [Fact]
    public void The_cached_path_allocates_nothing_managed()
    {
        using SlabAllocator heap = new();
        foreach (int bytes in (int[])[16, 100, 1024, 4096, 10_000, 100_000])
        {
            nint[] batch = new nint[200];
            for (int round = 0; round < 3; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < batch.Length; i++)
                {
                    batch[i] = heap.Allocate(bytes);
                }

                for (int i = 0; i < batch.Length; i++)
                {
                    heap.Free(batch[i]);
                }

                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(round == 0 || allocated == 0, $"{allocated} managed bytes for {bytes}");
            }
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(SlabAllocatorOptions.MaxCapBytes + 1)]
    public void A_cap_out_of_range_is_refused(long cap)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SlabAllocator(new SlabAllocatorOptions { CapBytes = cap }));

    [Fact]
    public void The_highest_cap_only_reserves_addresses()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { CapBytes = SlabAllocatorOptions.MaxCapBytes, HugePages = true });
        heap.Free(heap.Allocate(64));
        heap.Free(heap.Allocate(5000));
        heap.Verify();
    }

    /// <summary>What smaps says of the mappings inside the heap's range.</summary>
    private static long ResidentBytes(SlabAllocator heap)
    {
        nint start = heap.AddressAt(0);
        long resident = 0;
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            int dash = line.IndexOf('-', StringComparison.Ordinal);
            if (dash > 0 && nint.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nint address))
            {
                inside = address >= start && address < start + (nint)heap.Options.CapBytes;
            }
            else if (inside && line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                resident += long.Parse(line.AsSpan(4, line.Length - 7), NumberStyles.Integer | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
            }
        }

        return resident;
    }

    // "7f00-7f10 rw-p ..." begins a mapping, "VmFlags: rd wr hg" ends its description. See proc_pid_smaps(5).
    private static string[] FlagsAt(nint address)
    {
        bool within = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Split('-') is [string from, string to]
                && nint.TryParse(from, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out nint start)
                && nint.TryParse(to, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out nint end))
            {
                within = address >= start && address < end;
            }
            else if (within && words[0] == "VmFlags:")
            {
                return words[1..];
            }
        }

        return [];
    }
}
