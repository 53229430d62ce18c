using System.Diagnostics;
using System.Globalization;
using Helios.AllocatorPeer;
using Helios.Linux;

namespace Helios.Allocator.Tests;

public sealed unsafe class TwoProcessTests
{
    private static int Kills { get; } = SlabAllocatorPropertyTests.Scale > 1 ? 400 : 40;

    [Fact]
    public void Another_process_reads_a_shared_heap_by_offset()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { SharedName = "helios-test" });
        foreach (int bytes in (int[])[100, 5000, 1_000_000])
        {
            nint address = heap.Allocate(bytes);
            new Span<byte>((void*)address, bytes).Fill(3);
            string sum = Peer.Run("heap-sum", Peer.PathOf(heap.File!), Peer.Text(heap.OffsetOf(address)), Peer.Text(bytes));
            Assert.Equal(Peer.Text(3L * bytes), sum);
        }
    }

    [Fact]
    public void Another_process_writes_into_a_shared_heap_by_offset()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { SharedName = "helios-test" });
        nint before = heap.AllocateZeroed(1024);
        nint address = heap.AllocateZeroed(1024);
        nint behind = heap.AllocateZeroed(1024);
        Peer.Run("heap-fill", Peer.PathOf(heap.File!), Peer.Text(heap.OffsetOf(address)), "1024", "7");
        Assert.Equal(-1, new Span<byte>((void*)address, 1024).IndexOfAnyExcept((byte)7));
        Assert.Equal(-1, new Span<byte>((void*)before, 1024).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, new Span<byte>((void*)behind, 1024).IndexOfAnyExcept((byte)0));
        heap.Free(address);
        heap.Verify();
    }

    [Fact]
    public void A_read_only_view_cannot_write_and_a_view_is_bounded()
    {
        using SlabAllocator heap = new(new SlabAllocatorOptions { SharedName = "helios-test" });
        long offset = heap.OffsetOf(heap.Allocate(16));
        using MemoryFile readOnly = heap.File!.OpenReadOnly();
        using SharedHeapView view = new(readOnly, writable: false);
        Assert.Equal(16, view.Read(offset, 16).Length);
        Assert.Throws<UnauthorizedAccessException>(() => view.Write(offset, 16).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(0, 16).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(heap.Options.CapBytes - 8, 16).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(offset, -1).Length);
        Assert.Equal(Errno.EACCES, Assert.Throws<SyscallException>(() => new SharedHeapView(readOnly, writable: true)).Errno);
    }

    [Fact]
    public void A_file_that_is_no_heap_is_refused()
    {
        using MemoryFile file = MemoryFile.Create("helios-test", 1 << 20);
        Assert.Contains("not a shared heap", Assert.Throws<InvalidDataException>(() => new SharedHeapView(file, writable: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_process_follows_a_ring_and_is_woken_for_every_record()
    {
        using LogRing ring = LogRing.Create(new LogRingOptions { RingBytes = 1 << 20, Policy = LogRingPolicy.Block });
        using Process peer = Peer.Start("ring-follow", Peer.PathOf(ring.File), Peer.PathOf(ring.CursorFile));
        Assert.Equal("ready", peer.StandardOutput.ReadLine());
        byte[] record = new byte[RecordPattern.MaxBytes];
        long bytes = 0;
        for (long sequence = 1; sequence <= 50_000; sequence++)
        {
            Span<byte> bytesOfRecord = record.AsSpan(0, RecordPattern.Length(sequence));
            RecordPattern.Fill(sequence, bytesOfRecord);
            bytes += bytesOfRecord.Length;
            Assert.True(ring.TryAppend(LogOrigin.Output, bytesOfRecord, TimeSpan.FromSeconds(20)));
        }

        ring.Close();
        Assert.Equal($"50000 0 {Peer.Text(bytes)}", peer.StandardOutput.ReadToEnd().Trim());
        peer.WaitForExit();
    }

    [Fact]
    public void A_reader_in_another_process_that_is_too_slow_counts_every_missed_record()
    {
        using LogRing ring = LogRing.Create(new LogRingOptions { RingBytes = 1 << 16 });
        using Process peer = Peer.Start("ring-follow", Peer.PathOf(ring.File));
        Assert.Equal("ready", peer.StandardOutput.ReadLine());
        byte[] record = new byte[RecordPattern.MaxBytes];
        for (long sequence = 1; sequence <= 200_000; sequence++)
        {
            Span<byte> bytesOfRecord = record.AsSpan(0, RecordPattern.Length(sequence));
            RecordPattern.Fill(sequence, bytesOfRecord);
            Assert.True(ring.TryAppend(LogOrigin.Output, bytesOfRecord));
        }

        ring.Close();
        string[] counts = peer.StandardOutput.ReadToEnd().Trim().Split(' ');
        peer.WaitForExit();
        Assert.Equal(3, counts.Length);
        Assert.Equal(200_000, long.Parse(counts[0], CultureInfo.InvariantCulture) + long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_writer_killed_at_any_moment_never_shows_half_a_record()
    {
        using LogRing ring = LogRing.Create(new LogRingOptions { RingBytes = 1 << 16 });
        using LogRingReader reader = new(ring.File);
        Random random = new(7);
        long records = 0;
        long last = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process writer = Peer.Start("ring-write", Peer.PathOf(ring.File), Peer.PathOf(ring.CursorFile));
            try
            {
                Assert.True(reader.Wait(TimeSpan.FromSeconds(30)), "the writer continues the ring");

                // Reading on for a random while is the random moment of death; the ring turns many times meanwhile.
                long until = Stopwatch.GetTimestamp() + random.NextInt64(Stopwatch.Frequency / 500);
                while (Stopwatch.GetTimestamp() < until)
                {
                    records += ReadAll(reader, ref last);
                }
            }
            finally
            {
                writer.Kill();
                writer.WaitForExit();
            }

            records += ReadAll(reader, ref last);
            Assert.False(reader.TryRead(out _), "a dead writer adds nothing");
        }

        Assert.True(records > Kills);
    }

    private static long ReadAll(LogRingReader reader, ref long last)
    {
        long records = 0;
        while (reader.TryRead(out LogRecord record))
        {
            Assert.True(record.Sequence > last, "numbers only grow");
            Assert.True(RecordPattern.Matches(record.Sequence, record.Bytes), $"record {record.Sequence} is whole");
            last = record.Sequence;
            records++;
            if (records == 10_000)
            {
                break;
            }
        }

        return records;
    }
}
