using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Helios.Allocator.Benchmarks;

/// <summary>What this program does when it is its own child.</summary>
internal static class Children
{
    internal static int Run(string[] args)
    {
        switch (args[0], args.ElementAtOrDefault(1))
        {
            case ("--burst" or "--mixed", "SlabAllocator"):
                return Measure<nint, HeliosHeap>(args[0]);
            case ("--burst" or "--mixed", "NativeMemory"):
                return Measure<nint, Malloc>(args[0]);
            case ("--burst" or "--mixed", "mimalloc"):
                return Measure<nint, Mimalloc>(args[0]);
            case ("--burst" or "--mixed", "jemalloc"):
                return Measure<nint, Jemalloc>(args[0]);
            case ("--burst" or "--mixed", "ArrayPool"):
                return Measure<byte[], SharedArrayPool>(args[0]);
            case ("--burst" or "--mixed", "MemoryPool"):
                return Measure<IMemoryOwner<byte>, SharedMemoryPool>(args[0]);
            case ("--pipe-sink", _):
                return RingSection.PipeSink();
            case ("--ring-fill", _):
                return RingSection.Fill(args[1], args[2]);
            case ("--ring-count", _):
                return RingSection.Count(args[1], args[2]);
            default:
                Console.Error.WriteLine($"{args[0]} is no mode");
                return 2;
        }
    }

    private static int Measure<T, TBuffers>(string mode)
        where TBuffers : struct, IBuffers<T>
    {
        if (!TBuffers.IsAvailable)
        {
            Console.WriteLine($"{TBuffers.Name,-24}  not installed");
            return 0;
        }

        if (mode == "--burst")
        {
            Burst<T, TBuffers>();
        }
        else
        {
            Mixed<T, TBuffers>();
        }

        return 0;
    }

    private static void Burst<T, TBuffers>()
        where TBuffers : struct, IBuffers<T>
    {
        Random random = new(1);
        T[] buffers = new T[400_000];
        TBuffers.Give(TBuffers.Take(100));
        long before = Resident();
        long bytes = 0;
        int count = 0;
        while (bytes < 200_000_000 && count < buffers.Length)
        {
            int size = LogUniform(random, 16, 4096);
            T buffer = TBuffers.Take(size);
            TBuffers.Touch(buffer, size);
            buffers[count++] = buffer;
            bytes += size;
        }

        long peak = Resident() - before;
        for (int i = 0; i < count; i++)
        {
            TBuffers.Give(buffers[i]);
            buffers[i] = default!;
        }

        long freed = Resident() - before;
        if (typeof(TBuffers) == typeof(HeliosHeap))
        {
            HeliosHeap.Heap.Trim();
        }
        else
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        Console.WriteLine($"{TBuffers.Name,-24}{ProcessSections.Megabytes(peak),9}{ProcessSections.Megabytes(freed),11}{ProcessSections.Megabytes(Resident() - before),12}");
    }

    private static void Mixed<T, TBuffers>()
        where TBuffers : struct, IBuffers<T>
    {
        Random random = new(2);
        T[] buffers = new T[20_000];
        int[] sizes = new int[buffers.Length];
        TBuffers.Give(TBuffers.Take(100));
        long before = Resident();
        long live = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 2_000_000; i++)
        {
            int place = random.Next(buffers.Length);
            if (sizes[place] > 0)
            {
                TBuffers.Give(buffers[place]);
                live -= sizes[place];
            }

            int size = LogUniform(random, 16, 65_536);
            buffers[place] = TBuffers.Take(size);
            TBuffers.Touch(buffers[place], size);
            sizes[place] = size;
            live += size;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long resident = Resident() - before;
        GC.KeepAlive(buffers);
        string fragmentation = typeof(TBuffers) == typeof(HeliosHeap)
            ? string.Create(CultureInfo.InvariantCulture, $"   external fragmentation {HeliosHeap.Heap.Snapshot().ExternalFragmentation * 100:0.0} % of {ProcessSections.Megabytes(HeliosHeap.Heap.Snapshot().FreeBlockBytes)} MB free")
            : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{TBuffers.Name,-24}{ProcessSections.Megabytes(live),9}{ProcessSections.Megabytes(resident),11}{(100.0 * resident / live) - 100,12:0.0}{seconds,9:0.00}{fragmentation}"));
    }

    private static int LogUniform(Random random, int min, int max) => (int)(min * Math.Pow((double)max / min, random.NextDouble()));

    private static long Resident()
        => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
