using Helios.Linux;

namespace Helios.Allocator.Tests;

public sealed unsafe class MappingTests
{
    [Fact]
    public void A_mirrored_ring_shows_the_same_bytes_twice()
    {
        using MemoryFile file = MemoryFile.Create("helios-test", 4096 + 8192);
        using Mapping mapping = Mapping.Mirrored(file, 4096, 8192, MappingAccess.ReadWrite);
        byte* ring = (byte*)mapping.Address + 4096;
        ring[8191] = 1;
        ring[8192] = 2;
        Assert.Equal(2, ring[0]);
        Assert.Equal(1, ring[8192 + 8191]);
    }

    [Fact]
    public void Discarded_pages_read_as_zero()
    {
        using Mapping mapping = Mapping.Anonymous(8192, MappingAccess.ReadWrite);
        ((byte*)mapping.Address)[5000] = 1;
        mapping.Discard(4096, 4096);
        Assert.Equal(0, ((byte*)mapping.Address)[5000]);
    }

    [Fact]
    public void A_range_outside_the_mapping_is_refused()
    {
        using Mapping mapping = Mapping.Anonymous(8192, MappingAccess.ReadWrite);
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.Discard(4096, 8192));
        Assert.Throws<ArgumentOutOfRangeException>(() => mapping.Protect(-4096, 4096, MappingAccess.Read));
    }

    [Fact]
    public void The_size_of_a_memory_file_is_sealed()
    {
        using MemoryFile file = MemoryFile.Create("helios-test", 10_000);
        Assert.Equal(10_000, file.Length);
        using FileStream stream = new(Peer.PathOf(file), FileMode.Open, FileAccess.ReadWrite);
        Assert.ThrowsAny<Exception>(() => stream.SetLength(5000));
        Assert.ThrowsAny<Exception>(() => stream.SetLength(20_000));
        Assert.Equal(10_000, file.Length);
    }

    [Fact]
    public void A_futex_wait_ends_at_its_timeout()
    {
        using Mapping mapping = Mapping.Anonymous(4096, MappingAccess.ReadWrite);
        Assert.False(Futex.Wait(mapping.Address, 0, TimeSpan.FromMilliseconds(1)));
        Assert.True(Futex.Wait(mapping.Address, 1, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void An_eventfd_counts_signals()
    {
        using EventFd signal = EventFd.Create();
        Assert.Equal(0UL, signal.Take());
        signal.Signal();
        signal.Signal();
        Assert.Equal(2UL, signal.Take());
    }
}
