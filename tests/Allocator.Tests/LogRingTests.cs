using System.Diagnostics;
using System.Text;
using Helios.Linux;

namespace Helios.Allocator.Tests;

public sealed class LogRingTests
{
    private static readonly LogRingOptions s_small = new() { RingBytes = 1 << 16 };

    [Fact]
    public void Times_grow_with_every_record_also_when_the_clock_is_set_back()
    {
        SteppingTime clock = new();
        using LogRing ring = LogRing.Create(new LogRingOptions { Clock = clock });
        using LogRingReader reader = new(ring.File);
        List<long> times = [];
        foreach (int seconds in (int[])[0, 0, 5, -100, 0])
        {
            clock.Now += TimeSpan.FromSeconds(seconds);
            ring.TryAppend(LogOrigin.Output, "x"u8);
            Assert.True(reader.TryRead(out LogRecord record));
            times.Add(record.UnixNanoseconds);
        }

        Assert.Equal(times.Distinct().Order(), times);
        Assert.Equal(5_000_000_000 - 1, times[2] - times[1]);
    }

    [Fact]
    public void A_record_comes_out_as_it_went_in()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        Assert.True(ring.TryAppend(LogOrigin.Error, "hello"u8));
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal(1, record.Sequence);
        Assert.Equal(LogOrigin.Error, record.Origin);
        Assert.Equal("hello", Encoding.UTF8.GetString(record.Bytes));
        Assert.Equal(0, record.MissedBefore);
        Assert.True(record.UnixNanoseconds > 0);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Every_byte_survives_many_turns_of_the_ring()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        Random random = new(1);
        byte[] payload = new byte[ring.MaxRecordBytes];
        for (long i = 1; i <= 5000; i++)
        {
            int length = random.Next(0, i % 10 == 0 ? ring.MaxRecordBytes + 1 : 300);
            random.NextBytes(payload.AsSpan(0, length));
            Assert.True(ring.TryAppend(LogOrigin.Output, payload.AsSpan(0, length)));
            Assert.True(reader.TryRead(out LogRecord record));
            Assert.Equal(i, record.Sequence);
            Assert.True(record.Bytes.SequenceEqual(payload.AsSpan(0, length)));
        }

        Assert.Equal(0, reader.MissedRecords);
    }

    [Fact]
    public void A_slow_reader_is_told_exactly_how_many_records_it_missed()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        byte[] payload = new byte[1000];
        for (int i = 0; i < 1000; i++)
        {
            ring.TryAppend(LogOrigin.Output, payload);
        }

        Assert.True(reader.TryRead(out LogRecord first));
        Assert.Equal(first.Sequence - 1, first.MissedBefore);
        Assert.Equal(ring.DroppedRecords, first.MissedBefore);
        long seen = first.MissedBefore + 1;
        while (reader.TryRead(out LogRecord record))
        {
            Assert.Equal(0, record.MissedBefore);
            seen++;
        }

        Assert.Equal(1000, seen);
    }

    [Fact]
    public void A_reserved_place_that_crosses_the_end_is_one_piece()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        for (int i = 0; i < 40; i++)
        {
            Assert.True(ring.TryReserve(10_000, out Span<byte> place));
            Assert.Equal(10_000, place.Length);
            place.Fill((byte)i);
            ring.Commit(LogOrigin.Output, 9_999);
            Assert.True(reader.TryRead(out LogRecord record));
            Assert.Equal(9_999, record.Bytes.Length);
            Assert.Equal(-1, record.Bytes.IndexOfAnyExcept((byte)i));
        }
    }

    [Fact]
    public void Wait_on_a_read_only_mapping_is_woken_by_the_next_record()
    {
        using LogRing ring = LogRing.Create(s_small);
        using MemoryFile readOnly = ring.File.OpenReadOnly();
        using LogRingReader reader = new(readOnly);
        using ManualResetEventSlim started = new();
        bool woken = false;
        Thread waiter = new(() =>
        {
            started.Set();
            woken = reader.Wait(TimeSpan.FromSeconds(20));
        });
        waiter.Start();
        started.Wait(TestContext.Current.CancellationToken);
        ring.TryAppend(LogOrigin.Output, "x"u8);
        waiter.Join();
        Assert.True(woken);
    }

    [Fact]
    public void A_blocking_ring_refuses_until_the_holding_reader_has_read()
    {
        using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Block });
        using EventFd room = EventFd.Create();
        using LogRingReader reader = LogRingReader.OpenHolding(ring.File, ring.CursorFile, room);
        byte[] payload = new byte[8000];
        int written = 0;
        while (ring.TryAppend(LogOrigin.Output, payload))
        {
            written++;
        }

        Assert.Equal(8, written);
        Assert.False(ring.WaitForRoom(payload.Length, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(0UL, room.Take());
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal(1, record.Sequence);
        Assert.NotEqual(0UL, room.Take());
        Assert.True(ring.TryAppend(LogOrigin.Output, payload));
        Assert.Equal(0, ring.DroppedRecords);
    }

    [Fact]
    public void A_blocked_writer_is_woken_by_the_reader()
    {
        using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Block });
        using LogRingReader reader = LogRingReader.OpenHolding(ring.File, ring.CursorFile);
        long read = 0;
        Thread reading = new(() =>
        {
            while (!reader.IsCompleted)
            {
                while (reader.TryRead(out LogRecord record))
                {
                    read += record.Bytes.Length;
                }

                reader.Wait(TimeSpan.FromSeconds(20));
            }
        });
        reading.Start();
        byte[] payload = new byte[5000];
        for (int i = 0; i < 5000; i++)
        {
            Assert.True(ring.TryAppend(LogOrigin.Output, payload, TimeSpan.FromSeconds(20)));
        }

        ring.Close();
        reading.Join();
        Assert.Equal(25_000_000, read);
        Assert.Equal(0, reader.MissedRecords);
    }

    [Fact]
    public void A_blocking_ring_without_a_holding_reader_drops_the_oldest()
    {
        using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Block });
        for (int i = 0; i < 100; i++)
        {
            Assert.True(ring.TryAppend(LogOrigin.Output, new byte[5000]));
        }

        Assert.InRange(ring.DroppedRecords, 80, 95);
    }

    [Fact]
    public void A_dead_holding_reader_can_be_released()
    {
        using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Block });
        using LogRingReader dead = LogRingReader.OpenHolding(ring.File, ring.CursorFile);
        byte[] payload = new byte[10_000];
        while (ring.TryAppend(LogOrigin.Output, payload))
        {
        }

        ring.ReleaseHolder(dead.Holder);
        Assert.True(ring.TryAppend(LogOrigin.Output, payload));
    }

    [Fact]
    public void Places_for_holding_readers_run_out_clearly()
    {
        using LogRing ring = LogRing.Create(s_small);
        LogRingReader[] readers = [.. Enumerable.Range(0, 64).Select(_ => LogRingReader.OpenHolding(ring.File, ring.CursorFile))];
        Assert.Throws<InvalidOperationException>(() => LogRingReader.OpenHolding(ring.File, ring.CursorFile));
        Array.ForEach(readers, r => r.Dispose());
        LogRingReader.OpenHolding(ring.File, ring.CursorFile).Dispose();
    }

    [Fact]
    public void Spilled_records_and_the_ring_are_the_whole_log()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using SpillFile spill = new(path, maxBytes: 10 << 20);
            using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Spill, Spill = spill });
            for (int i = 1; i <= 2000; i++)
            {
                ring.TryAppend(LogOrigin.Error, Encoding.UTF8.GetBytes($"line {i} {new string('x', i % 300)}"));
            }

            List<string> lines = [];
            SpillFile.Read(path, record =>
            {
                Assert.Equal(lines.Count + 1, record.Sequence);
                Assert.Equal(LogOrigin.Error, record.Origin);
                lines.Add(Encoding.UTF8.GetString(record.Bytes));
            });
            Assert.Equal(ring.SpilledRecords, lines.Count);
            using LogRingReader reader = new(ring.File);
            while (reader.TryRead(out LogRecord record))
            {
                lines.Add(Encoding.UTF8.GetString(record.Bytes));
            }

            Assert.Equal(2000, lines.Count);
            Assert.All(lines, (line, i) => Assert.Equal($"line {i + 1} {new string('x', (i + 1) % 300)}", line));
            Assert.Equal(0, ring.DroppedRecords);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_spill_that_fails_degrades_to_counted_drops()
    {
        using LogRing ring = LogRing.Create(s_small with { Policy = LogRingPolicy.Spill, Spill = new DiskFull() });
        for (int i = 0; i < 100; i++)
        {
            Assert.True(ring.TryAppend(LogOrigin.Output, new byte[5000]));
        }

        Assert.InRange(ring.DroppedRecords, 80, 95);
        Assert.Equal(0, ring.SpilledRecords);
    }

    [Fact]
    public void A_spill_file_refuses_beyond_its_limit()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using SpillFile small = new(path, maxBytes: 100);
            LogRecord record = new(new RecordHeader { Sequence = 1 }, new byte[40], 0);
            Assert.True(small.TryKeep(record));
            Assert.False(small.TryKeep(record));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_spill_file_that_a_crash_cut_short_is_continued_after_its_last_whole_record()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (SpillFile before = new(path, maxBytes: 1000))
            {
                Assert.True(before.TryKeep(new LogRecord(new RecordHeader { Sequence = 1 }, "one"u8, 0)));
                Assert.True(before.TryKeep(new LogRecord(new RecordHeader { Sequence = 2 }, "two"u8, 0)));
            }

            using (FileStream cut = new(path, FileMode.Open))
            {
                cut.SetLength(cut.Length - 1);
            }

            using (SpillFile after = new(path, maxBytes: 1000))
            {
                Assert.True(after.TryKeep(new LogRecord(new RecordHeader { Sequence = 3 }, "three"u8, 0)));
            }

            List<string> texts = [];
            SpillFile.Read(path, record => texts.Add($"{record.Sequence} {Encoding.UTF8.GetString(record.Bytes)}"));
            Assert.Equal(["1 one", "3 three"], texts);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Loss_reported_by_the_writer_is_a_gap_for_readers()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        ring.TryAppend(LogOrigin.Output, "a"u8);
        ring.RecordLoss(records: 5, bytes: 500);
        ring.TryAppend(LogOrigin.Output, "b"u8);
        Assert.True(reader.TryRead(out _));
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal(5, record.MissedBefore);
        Assert.Equal(7, record.Sequence);
        Assert.Equal(500, ring.DroppedBytes);
    }

    [Fact]
    public void Seek_finds_a_record_by_its_number()
    {
        using LogRing ring = LogRing.Create(s_small);
        for (int i = 0; i < 1000; i++)
        {
            ring.TryAppend(LogOrigin.Output, new byte[100]);
        }

        using LogRingReader reader = new(ring.File);
        reader.Seek(990);
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal(990, record.Sequence);
        Assert.Equal(0, record.MissedBefore);
        reader.Seek(1);
        Assert.True(reader.TryRead(out record));
        Assert.Equal(record.Sequence - 1, record.MissedBefore);
        reader.Seek(5000);
        Assert.False(reader.TryRead(out _));
        ring.TryAppend(LogOrigin.Output, "x"u8);
        Assert.True(reader.TryRead(out record));
        Assert.Equal(0, record.MissedBefore);
        reader.SeekToEnd();
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void Close_is_seen_after_the_last_record()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        ring.TryAppend(LogOrigin.Output, "last"u8);
        ring.Close();
        Assert.False(reader.IsCompleted);
        Assert.True(reader.Wait(Timeout.InfiniteTimeSpan));
        Assert.True(reader.TryRead(out _));
        Assert.True(reader.IsCompleted);
        Assert.False(reader.Wait(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Interrupt_ends_a_wait_without_a_record()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        for (int i = 0; i < 200; i++)
        {
            bool found = true;
            Thread waiter = new(() => found = reader.Wait(Timeout.InfiniteTimeSpan));
            waiter.Start();
            reader.Interrupt();
            waiter.Join();
            Assert.False(found);
        }
    }

    [Fact]
    public void A_new_writer_continues_where_the_old_one_stopped()
    {
        using LogRing first = LogRing.Create(s_small);
        using LogRingReader reader = new(first.File);
        first.TryAppend(LogOrigin.Output, "one"u8);
        using LogRing second = LogRing.Attach(MemoryFile.Open(Peer.PathOf(first.File), writable: true), MemoryFile.Open(Peer.PathOf(first.CursorFile), writable: true));
        Assert.Equal(1, second.LastSequence);
        second.TryAppend(LogOrigin.Output, "two"u8);
        Assert.True(reader.TryRead(out LogRecord record));
        Assert.Equal("one", Encoding.UTF8.GetString(record.Bytes));
        Assert.True(reader.TryRead(out record));
        Assert.Equal("two", Encoding.UTF8.GetString(record.Bytes));
        Assert.Equal(0, record.MissedBefore);
    }

    [Fact]
    public void A_file_that_is_no_ring_is_refused()
    {
        using MemoryFile file = MemoryFile.Create("helios-test", 1 << 16);
        Assert.Contains("not a log ring", Assert.Throws<InvalidDataException>(() => new LogRingReader(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    [InlineData(1 << 15)]
    public void A_size_that_is_no_power_of_two_in_range_is_refused(int bytes)
        => Assert.Throws<ArgumentOutOfRangeException>(() => LogRing.Create(new LogRingOptions { RingBytes = bytes }));

    [Fact]
    public void Spilling_needs_a_spill()
        => Assert.Throws<ArgumentException>(() => LogRing.Create(new LogRingOptions { Policy = LogRingPolicy.Spill }));

    [Fact]
    public void A_record_longer_than_a_quarter_of_the_ring_is_refused()
    {
        using LogRing ring = LogRing.Create(s_small);
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.TryAppend(LogOrigin.Output, new byte[ring.MaxRecordBytes + 1]));
        Assert.True(ring.TryAppend(LogOrigin.Output, new byte[ring.MaxRecordBytes]));
        Assert.Throws<InvalidOperationException>(() => ring.Commit(LogOrigin.Output, 1));
    }

    [Fact]
    public void Writing_and_reading_allocate_nothing_managed()
    {
        using LogRing ring = LogRing.Create(s_small);
        using LogRingReader reader = new(ring.File);
        long allocated = 0;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                ring.TryReserve(500, out Span<byte> place);
                place.Fill(1);
                ring.Commit(LogOrigin.Output, 300);
                reader.TryRead(out _);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_pipe_is_read_straight_into_the_ring()
    {
        using LogRing ring = LogRing.Create(new LogRingOptions { RingBytes = 1 << 20 });
        using LogRingReader reader = new(ring.File);
        using Process source = Process.Start(new ProcessStartInfo("seq", ["1", "30000"]) { RedirectStandardOutput = true })!;
        Stream pipe = source.StandardOutput.BaseStream;
        int length;
        do
        {
            Assert.True(ring.TryReserve(4096, out Span<byte> place));
            length = pipe.Read(place);
            ring.Commit(LogOrigin.Output, length);
        }
        while (length > 0);

        StringBuilder text = new();
        while (reader.TryRead(out LogRecord record))
        {
            text.Append(Encoding.UTF8.GetString(record.Bytes));
        }

        Assert.Equal(string.Concat(Enumerable.Range(1, 30_000).Select(i => $"{i}\n")), text.ToString());
        source.WaitForExit();
    }

    private sealed class DiskFull : ILogSpill
    {
        public bool TryKeep(in LogRecord record) => false;
    }

    private sealed class SteppingTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
