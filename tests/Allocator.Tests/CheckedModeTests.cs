using System.Buffers;

namespace Helios.Allocator.Tests;

public sealed unsafe class CheckedModeTests
{
    private static readonly SlabAllocatorOptions s_checked = new() { Checked = true };

    [Theory]
    [InlineData(16, 0)]
    [InlineData(100, 5)]
    [InlineData(5000, 15)]
    [InlineData(1_000_000, 0)]
    public void A_write_behind_the_end_is_found_when_the_buffer_is_freed(int bytes, int behind)
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.Allocate(bytes);
        ((byte*)address)[bytes + behind] = 1;
        HeapMisuseException caught = Assert.Throws<HeapMisuseException>(() => heap.Free(address));
        Assert.Equal(HeapMisuse.Overrun, caught.Misuse);
        Assert.Contains($"the byte {behind} bytes behind the end changed", caught.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(4096)]
    public void A_write_before_the_start_is_found_when_the_buffer_is_freed(int alignment)
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.AllocateAligned(100, alignment);
        Assert.Equal(0, address % alignment);
        ((byte*)address)[-3] = 1;
        HeapMisuseException caught = Assert.Throws<HeapMisuseException>(() => heap.Free(address));
        Assert.Contains("3 bytes before the start changed", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_after_free_is_found_when_the_buffer_leaves_quarantine()
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.Allocate(200);
        heap.Free(address);
        ((byte*)address)[77] = 1;
        HeapMisuseException caught = Assert.Throws<HeapMisuseException>(() => heap.Trim());
        Assert.Equal(HeapMisuse.WriteAfterFree, caught.Misuse);
        Assert.Contains("byte 77 of the 200-byte buffer", caught.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fresh_and_freed_bytes_are_filled_with_patterns()
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.Allocate(50);
        Assert.Equal(0xCD, ((byte*)address)[49]);
        heap.Free(address);
        Assert.Equal(0xDD, ((byte*)address)[49]);
    }

    [Fact]
    public void A_freed_buffer_is_not_handed_out_again_at_once()
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.Allocate(50);
        heap.Free(address);
        for (int i = 0; i < 1000; i++)
        {
            Assert.NotEqual(address, heap.Allocate(50));
        }
    }

    [Fact]
    public void Double_frees_and_interior_pointers_are_told_apart()
    {
        using SlabAllocator heap = new(s_checked);
        nint address = heap.Allocate(50);
        Assert.Equal(HeapMisuse.Interior, Assert.Throws<HeapMisuseException>(() => heap.Free(address + 16)).Misuse);
        heap.Free(address);
        Assert.Equal(HeapMisuse.DoubleFree, Assert.Throws<HeapMisuseException>(() => heap.Free(address)).Misuse);
    }

    [Fact]
    public void SizeOf_is_exactly_what_was_asked_for()
    {
        using SlabAllocator heap = new(s_checked);
        Assert.Equal(50, heap.SizeOf(heap.Allocate(50)));
    }

    [Fact]
    public void A_lease_used_after_its_return_throws()
    {
        using SlabMemoryPool pool = new(s_checked);
        IMemoryOwner<byte> lease = pool.Rent(100);
        Memory<byte> memory = lease.Memory;
        lease.Dispose();
        using IMemoryOwner<byte> next = pool.Rent(100);
        Assert.Throws<ObjectDisposedException>(() => memory.Span[0] = 1);
        Assert.Throws<ObjectDisposedException>(() => memory.Pin());
    }
}
