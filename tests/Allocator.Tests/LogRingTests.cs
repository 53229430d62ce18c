using System.Text;
using Helios.Linux;

namespace Helios.Allocator.Tests;

public sealed class LogRingTests
{
    private static readonly LogRingOptions s_small = new() { RingBytes = 1 << 16 };

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
}
