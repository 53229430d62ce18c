using System.Diagnostics;
using System.Globalization;

namespace Helios.Allocator.Benchmarks;

/// <summary>What does it hold? Each competitor runs in a process of its own, so that one's leftovers are not another's.</summary>
internal static class ProcessSections
{
    internal static readonly string[] Names = ["SlabAllocator", "NativeMemory", "mimalloc", "jemalloc", "ArrayPool", "MemoryPool"];

    internal static void Burst()
    {
        Console.WriteLine("resident memory around a burst of 200 MB of buffers of 16 to 4096 bytes, MB");
        Console.WriteLine($"{"",-24}{"peak",9}{"all freed",11}{"after trim",12}");
        Print("--burst");
    }

    internal static void Mixed()
    {
        Console.WriteLine("2 million mixed requests of 16 bytes to 64 KB, 20,000 live at a time");
        Console.WriteLine($"{"",-24}{"live MB",9}{"resident",11}{"overhead %",12}{"seconds",9}");
        Print("--mixed");
    }

    internal static Process Start(string[] arguments, bool output = true, bool input = false)
        => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = output, RedirectStandardInput = input })!;

    internal static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static void Print(string mode)
    {
        foreach (string name in Names)
        {
            using Process child = Start([mode, name]);
            Console.Write(child.StandardOutput.ReadToEnd());
            child.WaitForExit();
        }
    }
}
