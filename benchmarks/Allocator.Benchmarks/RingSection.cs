using System.Diagnostics;
using System.Globalization;
using Helios.Linux;
using Microsoft.Win32.SafeHandles;

namespace Helios.Allocator.Benchmarks;

/// <summary>
/// How many bytes a second go from a pipe into the ring and out to a reader in another process, against cat and a second pipe in the
/// ring's place? Source (dd) and the place of measurement (the reading process, first to last byte) are the same.
/// </summary>
internal static class RingSection
{
    private const int Chunk = 128 << 10;
    private const string Source = "dd if=/dev/zero bs=128k count=24576 status=none";

    internal static void Run()
    {
        List<double> ring = [];
        List<double> cat = [];
        for (int round = 0; round < 3; round++)
        {
            cat.Add(ThroughCat());
            ring.Add(ThroughRing());
        }

        double plain = Harness.Median(cat);
        double ours = Harness.Median(ring);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"3.2 GB from a pipe to another process: cat and a pipe {plain:0.00} GB/s, ring of 8 MiB {ours:0.00} GB/s, ratio {ours / plain:0.00}"));
        SmallRecords();
    }

    internal static int PipeSink()
    {
        using FileStream input = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        byte[] buffer = new byte[Chunk];
        long bytes = 0;
        long start = 0;
        int length;
        while ((length = input.Read(buffer)) > 0)
        {
            start = start == 0 ? Stopwatch.GetTimestamp() : start;
            bytes += length;
        }

        Report(bytes, start);
        return 0;
    }

    internal static int Fill(string ringPath, string cursorPath)
    {
        using LogRing ring = LogRing.Attach(
            MemoryFile.Open(ringPath, writable: true),
            MemoryFile.Open(cursorPath, writable: true),
            new LogRingOptions { Policy = LogRingPolicy.Block });
        using FileStream input = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        while (true)
        {
            Span<byte> place;
            while (!ring.TryReserve(Chunk, out place))
            {
                ring.WaitForRoom(Chunk, Timeout.InfiniteTimeSpan);
            }

            int length = input.Read(place);
            ring.Commit(LogOrigin.Output, length);
            if (length == 0)
            {
                ring.Close();
                return 0;
            }
        }
    }

    internal static int Count(string ringPath, string cursorPath)
    {
        using MemoryFile file = MemoryFile.Open(ringPath, writable: false);
        using MemoryFile cursors = MemoryFile.Open(cursorPath, writable: true);
        using LogRingReader reader = LogRingReader.OpenHolding(file, cursors);
        Console.WriteLine("ready");
        long bytes = 0;
        long start = 0;
        while (!reader.IsCompleted)
        {
            while (reader.TryRead(out LogRecord record))
            {
                start = start == 0 ? Stopwatch.GetTimestamp() : start;
                bytes += record.Bytes.Length;
            }

            reader.Wait(Timeout.InfiniteTimeSpan);
        }

        Report(bytes, start);
        return 0;
    }

    private static double ThroughCat()
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{Source} | cat | '{Environment.ProcessPath}' --pipe-sink"]) { RedirectStandardOutput = true })!;
        double result = Parse(shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
        return result;
    }

    private static double ThroughRing()
    {
        using LogRing ring = LogRing.Create(new LogRingOptions { RingBytes = 8 << 20 });
        string ringPath = PathOf(ring.File);
        string cursorPath = PathOf(ring.CursorFile);
        using Process reader = ProcessSections.Start(["--ring-count", ringPath, cursorPath]);
        reader.StandardOutput.ReadLine();
        using Process shell = Process.Start("/bin/sh", ["-c", $"{Source} | '{Environment.ProcessPath}' --ring-fill {ringPath} {cursorPath}"]);
        double result = Parse(reader.StandardOutput.ReadToEnd());
        reader.WaitForExit();
        shell.WaitForExit();
        return result;
    }

    private static void SmallRecords()
    {
        const int Rounds = 300;
        const int Records = 5000;
        using LogRing ring = LogRing.Create();
        using LogRingReader reader = new(ring.File);
        byte[] line = new byte[100];
        List<double> appends = [];
        List<double> reads = [];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Records; i++)
            {
                ring.TryAppend(LogOrigin.Output, line);
            }

            appends.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Records);
            start = Stopwatch.GetTimestamp();
            while (reader.TryRead(out _))
            {
            }

            reads.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / Records);
        }

        double append = Harness.Median(appends);
        double reading = Harness.Median(reads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"records of 100 bytes: {append:0} ns to append and wake, {reading:0} ns to read"));
    }

    private static string PathOf(MemoryFile file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.Number}");

    private static void Report(long bytes, long start)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes} {Stopwatch.GetElapsedTime(start).TotalSeconds}"));

    private static double Parse(string report)
    {
        string[] parts = report.Trim().Split(' ');
        return long.Parse(parts[0], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture) / 1e9;
    }
}
