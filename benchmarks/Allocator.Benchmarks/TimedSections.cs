using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Helios.Allocator.Benchmarks;

/// <summary>How long does it take, against malloc and the pools of .NET?</summary>
internal static class TimedSections
{
    private const int PairsInRound = 50_000;
    private const int BatchLength = 1000;
    private static readonly int[] s_sizes = [16, 32, 64, 128, 256, 512, 1024, 4096];

    internal static void Pairs()
    {
        Native.Pin();
        Print("allocate/free pairs on one thread, ns a pair, by bytes", s_sizes, (harness, bytes) => AddAll(harness, new PairRounds(bytes)));
        PrintManagedAllocation();
        Native.Unpin();
    }

    internal static void Batches()
    {
        Native.Pin();
        Print($"batches of {BatchLength}: allocate all, free all, ns a buffer, by bytes", s_sizes, (harness, bytes) => AddAll(harness, new BatchRounds(bytes, BatchLength)));
        Native.Unpin();
    }

    internal static void ProducerConsumer()
        => Print("one thread allocates, another frees, ns a buffer, by bytes", [64, 256, 1024, 4096], (harness, bytes) => AddAll(harness, new HandOverRounds(bytes)));

    internal static void Trace()
    {
        List<SocketTrace.Event> trace = SocketTrace.Record();
        Native.Pin();
        Harness harness = new(rounds: 11);
        AddAll(harness, new TraceRounds(trace));
        Harness.Print(
            string.Create(CultureInfo.InvariantCulture, $"replay of {trace.Count} rents and returns recorded from pipes over a Unix socket, ns an event"),
            ["trace"],
            [harness.Run()]);
        Native.Unpin();
    }

    private static void Print(string title, int[] sizes, Action<Harness, int> add)
    {
        List<Dictionary<string, double>> results = [];
        foreach (int bytes in sizes)
        {
            Harness harness = new(rounds: 15);
            add(harness, bytes);
            results.Add(harness.Run());
        }

        Harness.Print(title, [.. sizes.Select(s => s.ToString(CultureInfo.InvariantCulture))], results);
    }

    private static void AddAll(Harness harness, IRounds rounds)
    {
        harness.Add(HeliosHeap.Name, true, rounds.Round<nint, HeliosHeap>);
        harness.Add(Malloc.Name, true, rounds.Round<nint, Malloc>);
        harness.Add(BareMalloc.Name, true, rounds.Round<nint, BareMalloc>);
        harness.Add(Mimalloc.Name, Mimalloc.IsAvailable, rounds.Round<nint, Mimalloc>);
        harness.Add(Jemalloc.Name, Jemalloc.IsAvailable, rounds.Round<nint, Jemalloc>);
        harness.Add(SharedArrayPool.Name, true, rounds.Round<byte[], SharedArrayPool>);
        harness.Add(HeliosPool.Name, true, rounds.Round<IMemoryOwner<byte>, HeliosPool>);
        harness.Add(SharedMemoryPool.Name, true, rounds.Round<IMemoryOwner<byte>, SharedMemoryPool>);
    }

    private static void PrintManagedAllocation()
    {
        PairRounds rounds = new(256);
        long before = GC.GetAllocatedBytesForCurrentThread();
        rounds.Round<nint, HeliosHeap>();
        long heap = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        rounds.Round<IMemoryOwner<byte>, HeliosPool>();
        long pool = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        rounds.Round<IMemoryOwner<byte>, SharedMemoryPool>();
        long shared = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine($"managed bytes allocated by {PairsInRound} pairs of 256: SlabAllocator {heap}, SlabMemoryPool {pool}, MemoryPool.Shared {shared}");
    }

    private interface IRounds
    {
        /// <summary>One round; nanoseconds for one operation.</summary>
        double Round<T, TBuffers>()
            where TBuffers : struct, IBuffers<T>;
    }

    private sealed class PairRounds(int bytes) : IRounds
    {
        public double Round<T, TBuffers>()
            where TBuffers : struct, IBuffers<T>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < PairsInRound; i++)
            {
                TBuffers.Give(TBuffers.Take(bytes));
            }

            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / PairsInRound;
        }
    }

    private sealed class BatchRounds(int bytes, int length) : IRounds
    {
        public double Round<T, TBuffers>()
            where TBuffers : struct, IBuffers<T>
        {
            const int Repeats = 20;
            T[] batch = new T[length];
            long start = Stopwatch.GetTimestamp();
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                for (int i = 0; i < batch.Length; i++)
                {
                    batch[i] = TBuffers.Take(bytes);
                }

                for (int i = 0; i < batch.Length; i++)
                {
                    TBuffers.Give(batch[i]);
                }
            }

            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Repeats * length);
        }
    }

    /// <summary>Two threads and a queue of 4096 places between them.</summary>
    private sealed class HandOverRounds(int bytes) : IRounds
    {
        private const int Messages = 100_000;
        private const int Places = 4096;

        public double Round<T, TBuffers>()
            where TBuffers : struct, IBuffers<T>
        {
            T[] queue = new T[Places];
            long[] counters = new long[32];
            Thread consumer = new(() =>
            {
                SpinWait spin = default;
                for (long taken = 0; taken < Messages; taken++)
                {
                    while (Volatile.Read(ref counters[0]) == taken)
                    {
                        spin.SpinOnce(sleep1Threshold: -1);
                    }

                    TBuffers.Give(queue[taken % Places]);
                    Volatile.Write(ref counters[16], taken + 1);
                }
            });
            long start = Stopwatch.GetTimestamp();
            consumer.Start();
            SpinWait spin = default;
            for (long sent = 0; sent < Messages; sent++)
            {
                while (sent - Volatile.Read(ref counters[16]) >= Places)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                queue[sent % Places] = TBuffers.Take(bytes);
                Volatile.Write(ref counters[0], sent + 1);
            }

            consumer.Join();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages;
        }
    }

    private sealed class TraceRounds(List<SocketTrace.Event> trace) : IRounds
    {
        public double Round<T, TBuffers>()
            where TBuffers : struct, IBuffers<T>
        {
            SocketTrace.Event[] events = [.. trace];
            T[] buffers = new T[events.Max(e => e.Buffer) + 1];
            long start = Stopwatch.GetTimestamp();
            foreach (SocketTrace.Event entry in events)
            {
                if (entry.RentBytes > 0)
                {
                    buffers[entry.Buffer] = TBuffers.Take(entry.RentBytes);
                }
                else
                {
                    TBuffers.Give(buffers[entry.Buffer]);
                }
            }

            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / events.Length;
        }
    }
}
