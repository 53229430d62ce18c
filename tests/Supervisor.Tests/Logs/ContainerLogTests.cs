using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Helios.Allocator;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Fleets.Tests;
using Helios.Linux;

namespace Helios.Supervisor.Tests;

public sealed partial class ContainerLogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helios-log-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Files_have_a_line_for_each_line_with_time_stream_and_part_mark()
    {
        using ContainerLog log = Log(new LogSpec { File = new LogFileSpec(_directory) });
        log.Append(LogOrigin.Output, "one\ntwo\n"u8);
        log.Append(LogOrigin.Error, "par"u8);
        log.Append(LogOrigin.Error, "t\n"u8);
        log.Drain();
        string[] lines = File.ReadAllLines(Path.Combine(_directory, "web.log"));
        Assert.Equal(["stdout F one", "stdout F two", "stderr P par", "stderr F t"], lines.Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.All(lines, static line => Assert.Matches(Time(), line));
    }

    [Fact]
    public void Rotation_by_size_keeps_all_within_the_total()
    {
        LogFileSpec file = new(_directory) { MaxSize = new ByteSize(10_000), Total = new ByteSize(35_000) };
        using ContainerLog log = Log(new LogSpec { File = file });
        for (int i = 0; i < 200; i++)
        {
            log.Append(LogOrigin.Output, Encoding.ASCII.GetBytes(new string('x', 999) + "\n"));
            log.Drain();
        }

        string[] files = [.. LogFileSink.FilesOf(Some.Id("web"), file)];
        Assert.InRange(files.Length, 3, 4);
        Assert.Equal("web.log", Path.GetFileName(files[^1]));
        Assert.InRange(files.Sum(static path => new FileInfo(path).Length), 18_000, 35_000);
        Assert.All(files, path => Assert.InRange(new FileInfo(path).Length, 1, 10_000));
        Assert.Equal(0, log.BytesLost);
    }

    [Fact]
    public void Rotation_by_age_begins_a_new_file()
    {
        ManualTime time = new();
        LogFileSpec file = new(_directory) { MaxAge = TimeSpan.FromHours(1) };
        using ContainerLog log = new(Some.Id("web"), new LogSpec { File = file }, [], time, MemoryPool<byte>.Shared);
        log.Append(LogOrigin.Output, "old\n"u8);
        log.Drain();
        time.Now += TimeSpan.FromHours(1);
        log.Drain();
        log.Append(LogOrigin.Output, "new\n"u8);
        log.Drain();
        Assert.Equal(["old", "new"], LogFileSink.FilesOf(Some.Id("web"), file).Select(static path => File.ReadAllText(path).Trim()[^3..]));
    }

    [Fact]
    public void Containers_whose_names_begin_alike_keep_their_own_files()
    {
        LogFileSpec file = new(_directory);
        File.WriteAllText(Path.Combine(_directory, "web.2.log"), "another's");
        File.WriteAllText(Path.Combine(_directory, "web.20260101T0000000000000.log"), "own");
        File.WriteAllText(Path.Combine(_directory, "web.log"), "own");
        Assert.Equal(2, LogFileSink.FilesOf(Some.Id("web"), file).Length);
    }

    [Fact]
    public void Lines_lie_in_the_heap_while_they_are_written_and_not_longer()
    {
        using SlabMemoryPool pool = new(new SlabAllocatorOptions { CapBytes = 1 << 20 });
        using ContainerLog log = new(Some.Id("web"), new LogSpec { File = new LogFileSpec(_directory) }, [], TimeProvider.System, pool);
        log.Append(LogOrigin.Output, "line\n"u8);
        log.Drain();
        HeapSnapshot heap = pool.Heap.Snapshot();
        Assert.Equal(0, heap.ActiveBytes);
        Assert.NotEqual(0, heap.CommittedBytes - heap.OverheadBytes);
    }

    [Fact]
    public void A_full_heap_costs_output_that_is_counted_and_told_later()
    {
        using SlabMemoryPool pool = new(new SlabAllocatorOptions { CapBytes = 256 << 10 });
        using ContainerLog log = new(Some.Id("web"), new LogSpec { File = new LogFileSpec(_directory) }, [], TimeProvider.System, pool);
        using (IMemoryOwner<byte> most = pool.Rent(190 << 10))
        {
            log.Append(LogOrigin.Output, "lost\n"u8);
            log.Drain();
            Assert.Contains("no room", log.Failure, StringComparison.Ordinal);
            Assert.Equal(5, log.BytesLost);
        }

        log.Append(LogOrigin.Output, "kept\n"u8);
        log.Drain();
        Assert.Null(log.Failure);
        string[] lines = File.ReadAllLines(Path.Combine(_directory, "web.log"));
        Assert.EndsWith("helios F [5 bytes lost]", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("stdout F kept", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_failing_disk_does_not_take_is_written_later()
    {
        // A directory that is a file: nothing can be made in it until it goes away.
        string place = Path.Combine(_directory, "place");
        File.WriteAllText(place, "");
        using ContainerLog log = Log(new LogSpec { File = new LogFileSpec(place) });
        log.Append(LogOrigin.Output, "first\n"u8);
        log.Drain();
        Assert.NotNull(log.Failure);
        File.Delete(place);
        log.Append(LogOrigin.Output, "second\n"u8);
        log.Drain();
        Assert.Null(log.Failure);
        Assert.Equal(0, log.BytesLost);
        string[] lines = File.ReadAllLines(Path.Combine(place, "web.log"));
        Assert.EndsWith("stdout F first", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("stdout F second", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_ring_loses_while_the_disk_fails_is_counted_to_the_byte()
    {
        string place = Path.Combine(_directory, "place");
        File.WriteAllText(place, "");
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024), File = new LogFileSpec(place) { MaxSize = ByteSize.FromMiB(64), Total = ByteSize.FromMiB(64) } });
        long written = 0;
        for (int i = 0; i < 5000; i++)
        {
            byte[] line = Encoding.ASCII.GetBytes($"line {i} {new string('x', i % 90)}\n");
            log.Append(LogOrigin.Output, line);
            written += line.Length;
            if (i % 100 == 0)
            {
                log.Drain();
            }
        }

        File.Delete(place);
        log.Drain();
        long there = File.ReadLines(Path.Combine(place, "web.log")).Where(static line => line.Contains(" stdout F ", StringComparison.Ordinal))
            .Sum(static line => (long)line.Split(" stdout F ")[1].Length + 1);
        Assert.True(log.BytesLost > 0);
        Assert.Equal(written - there, log.BytesLost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_somebody_moved_or_deleted_is_begun_anew(bool moved)
    {
        using ContainerLog log = Log(new LogSpec { File = new LogFileSpec(_directory) });
        string path = Path.Combine(_directory, "web.log");
        log.Append(LogOrigin.Output, "first\n"u8);
        log.Drain();
        if (moved)
        {
            File.Move(path, path + ".1");
        }
        else
        {
            File.Delete(path);
        }

        log.Append(LogOrigin.Output, "second\n"u8);
        log.Drain();
        Assert.EndsWith("stdout F second", Assert.Single(File.ReadAllLines(path)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(7, 20_000)]
    [InlineData(90, 5_000)]
    public async Task A_stream_of_short_lines_that_blocks_loses_nothing_in_a_tiny_ring_beside_a_flood_that_may(int lineLength, int lines)
    {
        using EventLoop loop = new();
        LogFileSpec file = new(_directory) { MaxSize = ByteSize.FromMiB(256), Total = ByteSize.FromMiB(256) };
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024), Output = LogPolicy.Block, Error = LogPolicy.DropOldest, File = file });
        using Pipe output = Pipe.Create();
        using Pipe flood = Pipe.Create();
        StreamPump pump = log.Pump(loop, output.ReadEnd, error: false);
        StreamPump other = log.Pump(loop, flood.ReadEnd, error: true);
        long flooded = 0;
        Task writers = Task.WhenAll(
            Task.Run(() => Write(output, Encoding.ASCII.GetBytes(new string('x', lineLength - 1) + "\n"), lines)),
            Task.Run(() => flooded = Write(flood, Encoding.ASCII.GetBytes(new string('y', 1023) + "\n"), 3000)));
        while (!pump.Ended.IsCompleted || !other.Ended.IsCompleted)
        {
            log.Drain();
            await Task.Yield();
        }

        await writers;
        log.Drain();
        string[] there = File.ReadAllLines(Path.Combine(_directory, "web.log"));
        Assert.Equal(lines, there.Count(static line => line.Contains(" stdout F ", StringComparison.Ordinal)));
        long errors = there.Where(static line => line.Contains(" stderr ", StringComparison.Ordinal)).Sum(static line => line.Count(static c => c == 'y'))
            + there.Count(static line => line.Contains(" stderr F ", StringComparison.Ordinal));
        Assert.Equal(flooded - errors, log.BytesLost);

        static long Write(Pipe pipe, byte[] line, int count)
        {
            for (int i = 0; i < count; i++)
            {
                pipe.WriteEnd.Write(line);
            }

            pipe.WriteEnd.Dispose();
            return (long)count * line.Length;
        }
    }

    [Fact]
    public async Task A_flood_that_no_file_takes_is_a_gap_for_slow_readers()
    {
        using EventLoop loop = new();
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024) });
        using LogRingReader reader = new(log.Memory);
        using Pipe pipe = Pipe.Create();
        StreamPump pump = log.Pump(loop, pipe.ReadEnd, error: false);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");
        for (int i = 0; i < 1000; i++)
        {
            pipe.WriteEnd.Write(line);
        }

        pipe.WriteEnd.Dispose();
        await pump.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        long missed = 0;
        long read = 0;
        while (reader.TryRead(out LogRecord record))
        {
            missed += record.MissedBefore;
            read += record.Bytes.Length;
        }

        Assert.True(missed > 0);
        Assert.InRange(read, 1, 64 * 1024);
    }

    [Fact]
    public async Task A_stream_that_blocks_waits_for_the_files_and_loses_nothing()
    {
        using EventLoop loop = new();
        LogFileSpec file = new(_directory) { MaxSize = ByteSize.FromMiB(64), Total = ByteSize.FromMiB(64) };
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024), Output = LogPolicy.Block, File = file });
        using Pipe pipe = Pipe.Create();
        StreamPump pump = log.Pump(loop, pipe.ReadEnd, error: false);
        Task writer = Task.Run(() =>
        {
            byte[] line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");
            for (int i = 0; i < 1000; i++)
            {
                pipe.WriteEnd.Write(line);
            }

            pipe.WriteEnd.Dispose();
        }, TestContext.Current.CancellationToken);
        while (!pump.Ended.IsCompleted)
        {
            log.Drain();
            await Task.Yield();
        }

        await writer;
        log.Drain();
        Assert.Equal(1000 * 1023, File.ReadLines(Path.Combine(_directory, "web.log")).Sum(static line => line.Count(static c => c == 'x')));
        Assert.Equal(0, log.BytesLost);
    }

    [Fact]
    public async Task A_stream_that_spills_makes_the_files_catch_up_by_itself()
    {
        using EventLoop loop = new();
        LogFileSpec file = new(_directory) { MaxSize = ByteSize.FromMiB(64), Total = ByteSize.FromMiB(64) };
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024), Output = LogPolicy.Spill, File = file });
        using Pipe pipe = Pipe.Create();
        StreamPump pump = log.Pump(loop, pipe.ReadEnd, error: false);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");
        for (int i = 0; i < 1000; i++)
        {
            pipe.WriteEnd.Write(line);
        }

        pipe.WriteEnd.Dispose();
        await pump.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        log.Drain();
        Assert.Equal(1000 * 1023, File.ReadLines(Path.Combine(_directory, "web.log")).Sum(static line => line.Count(static c => c == 'x')));
    }

    [Fact]
    public async Task A_stream_that_blocks_goes_on_when_the_disk_has_failed()
    {
        string place = Path.Combine(_directory, "place");
        File.WriteAllText(place, "");
        using EventLoop loop = new();
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(64 * 1024), Output = LogPolicy.Block, File = new LogFileSpec(place) });
        using BlockingCalls worker = new("log files");
        log.BecameDirty += () => worker.RunAsync(log.Drain);
        using Pipe pipe = Pipe.Create();
        StreamPump pump = log.Pump(loop, pipe.ReadEnd, error: false);
        byte[] line = new byte[1024];
        for (int i = 0; i < 1000; i++)
        {
            pipe.WriteEnd.Write(line);
        }

        pipe.WriteEnd.Dispose();
        await pump.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // What has been lost is counted by a drain, and the last one of the worker's may still be to come.
        log.Drain();
        Assert.True(log.BytesLost > 0);
    }

    [Fact]
    public async Task What_a_full_disk_does_not_take_waits_in_the_ring()
    {
        string place = Path.Combine(_directory, "small");
        Directory.CreateDirectory(place);
        using TinyFileSystem disk = TinyFileSystem.Mount(place, 64 * 1024);
        using EventLoop loop = new();
        using BlockingCalls worker = new("log files");
        using ContainerLog log = Log(new LogSpec { Ring = new ByteSize(1 << 20), Output = LogPolicy.Block, File = new LogFileSpec(place) });
        log.BecameDirty += () => worker.RunAsync(log.Drain);
        using Pipe pipe = Pipe.Create();
        StreamPump pump = log.Pump(loop, pipe.ReadEnd, error: false);
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 1023) + "\n");
        for (int i = 0; i < 500; i++)
        {
            pipe.WriteEnd.Write(line);
        }

        pipe.WriteEnd.Dispose();
        await pump.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await worker.RunAsync(log.Drain);
        Assert.NotNull(log.Failure);
        Assert.Equal(0, log.BytesLost);
        disk.Grow(4 << 20);
        await worker.RunAsync(log.Drain);
        Assert.Null(log.Failure);
        Assert.Equal(0, log.BytesLost);
        string[] lines = File.ReadAllLines(Path.Combine(place, "web.log"));
        Assert.Equal(500 * 1023, lines.Sum(static text => text.Count(static c => c == 'x')));
        Assert.DoesNotContain(lines, static text => text.Contains(" helios ", StringComparison.Ordinal));
    }

    [Fact]
    public void Output_of_simulated_containers_is_in_the_ring_too()
    {
        using World world = new(Helios.Backends.Simulated.SimulationScript.Steady.With("web", new Helios.Backends.Simulated.SimulatedBehaviour { OutputLines = 3, OutputEvery = TimeSpan.FromSeconds(1) }));
        world.Apply("containers.web.command = [app]");
        world.Advance(2.5);
        MemoryFile memory = Assert.IsType<MemoryFile>(world.Ask<ContainerProtocol.LogsOpened>(new ContainerProtocol.OpenLogs(Some.Id("web"))).Ring);
        using LogRingReader reader = new(memory);
        int lines = 0;
        while (reader.TryRead(out LogRecord record))
        {
            Assert.Equal(LogOrigin.Output, record.Origin);
            lines++;
        }

        Assert.Equal(9, lines);
    }

    private static ContainerLog Log(LogSpec spec) => new(Some.Id("web"), spec, [], TimeProvider.System, MemoryPool<byte>.Shared);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (stdout|stderr) [FP] ")]
    private static partial Regex Time();

    private sealed class ManualTime : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
