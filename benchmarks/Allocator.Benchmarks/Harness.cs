using System.Diagnostics;
using System.Globalization;

namespace Helios.Allocator.Benchmarks;

/// <summary>Measures competitors side by side: rounds are interleaved, so that a noisy machine hurts all alike, and the median counts.</summary>
internal sealed class Harness(int rounds)
{
    // Four times what the optimising compiler waits before it looks at new code. Every size has its turn: another size may take another path.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);

    private readonly List<(string Name, Func<double> Round)> _competitors = [];

    internal void Add(string name, bool available, Func<double> nanosecondsOfOneRound)
    {
        if (available)
        {
            _competitors.Add((name, nanosecondsOfOneRound));
        }
    }

    /// <summary>Median nanoseconds by competitor, in the order they were added.</summary>
    internal Dictionary<string, double> Run()
    {
        foreach ((_, Func<double> round) in _competitors)
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < s_warmUp)
            {
                round();
            }
        }

        Dictionary<string, List<double>> results = _competitors.ToDictionary(c => c.Name, _ => new List<double>());
        for (int i = 0; i < rounds; i++)
        {
            foreach ((string name, Func<double> round) in _competitors)
            {
                results[name].Add(round());
            }
        }

        return results.ToDictionary(r => r.Key, r => Median(r.Value));
    }

    internal static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    internal static void Print(string title, IReadOnlyList<string> columns, IReadOnlyList<Dictionary<string, double>> results)
    {
        Console.WriteLine(title);
        Console.WriteLine($"{"",-24}{string.Concat(columns.Select(c => c.PadLeft(9)))}");
        foreach (string name in results[0].Keys)
        {
            Console.WriteLine($"{name,-24}{string.Concat(results.Select(r => r[name].ToString("0.0", CultureInfo.InvariantCulture).PadLeft(9)))}");
        }
    }
}
