using System.Globalization;
using Helios.Allocator;
using Helios.AllocatorPeer;
using Helios.Linux;

// The second process of the allocator's tests and benchmarks. Files are named by path, usually /proc/PID/fd/N of the first one.
//   heap-sum PATH OFFSET LENGTH          maps the heap read-only and prints the sum of the bytes
//   heap-fill PATH OFFSET LENGTH BYTE    maps it for writing and fills the bytes
//   ring-write RING CURSORS              continues the ring with patterned records until it is killed
//   ring-follow RING [CURSORS]           follows the ring to its end, checks every pattern, prints "records missed bytes"; with cursors the writer waits for it
switch (args[0])
{
    case "heap-sum":
        using (MemoryFile file = MemoryFile.Open(args[1], writable: false))
        using (SharedHeapView heap = new(file, writable: false))
        {
            long sum = 0;
            foreach (byte value in heap.Read(Number(args[2]), (int)Number(args[3])))
            {
                sum += value;
            }

            Console.WriteLine(sum);
        }

        return 0;

    case "heap-fill":
        using (MemoryFile file = MemoryFile.Open(args[1], writable: true))
        using (SharedHeapView heap = new(file, writable: true))
        {
            heap.Write(Number(args[2]), (int)Number(args[3])).Fill((byte)Number(args[4]));
        }

        return 0;

    case "ring-write":
        return RingWriting.WriteForever(args[1], args[2]);

    case "ring-follow":
        return RingReading.Follow(args[1], args.ElementAtOrDefault(2));

    default:
        Console.Error.WriteLine($"allocator-peer: '{args[0]}' is no command");
        return 2;
}

static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
