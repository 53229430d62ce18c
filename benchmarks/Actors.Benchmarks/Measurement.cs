using System.Diagnostics;

namespace Helios.Actors.Benchmarks;

internal sealed record Measurement(string Name, string Unit, Func<double> Measure, double AkkaFrom, double AkkaTo)
{
    private const int Rounds = 7;

    internal void Run()
    {
        Measure();
        Measure();
        double[] results = new double[Rounds];
        double[] cores = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            results[i] = Measure();
            cores[i] = (Environment.CpuUsage.TotalTime - cpuBefore) / Stopwatch.GetElapsedTime(start);
        }

        // What the round would have reached had it got every core it asked for: the figure to compare on a loaded machine.
        double[] perCore = [.. results.Zip(cores, static (result, used) => result / used)];
        Array.Sort(perCore);
        bool lowerIsBetter = Unit is "bytes" or "ms";
        Array.Sort(results, (a, b) => lowerIsBetter ? a.CompareTo(b) : b.CompareTo(a));
        string akka = double.IsNaN(AkkaFrom) ? string.Empty : AkkaFrom.Equals(AkkaTo) ? $"{AkkaFrom:0.##}" : $"{AkkaFrom:0.##}-{AkkaTo:0.##}";
        Console.WriteLine($"{Name,-38}{results[Rounds / 2],10:0.00}{results[0],10:0.00}{results[^1],10:0.00}{(lowerIsBetter ? string.Empty : $"{perCore[Rounds / 2]:0.00}"),12}  {Unit,-9}{akka,12}");
    }
}
