using System.Globalization;

namespace Helios.Containers.Benchmarks;

/// <summary>Contestants that take turns, so that whatever else the machine does hits all of them; the first two rounds do not count.</summary>
/// <remarks>
/// What the kernel and systemd still clear away when a contestant has ended, a network namespace above all, is billed to the next one. So every
/// round has another order.
/// </remarks>
internal sealed class Turns
{
    private const int WarmUp = 2;
    private readonly Dictionary<string, List<double>> _samples;

    internal Turns(IReadOnlyList<(string Name, Func<TimeSpan> Run)> contestants, int rounds)
    {
        _samples = contestants.ToDictionary(static contestant => contestant.Name, static _ => new List<double>());
        (string Name, Func<TimeSpan> Run)[] turn = [.. contestants];
        for (int round = -WarmUp; round < rounds; round++)
        {
            Random.Shared.Shuffle(turn);
            foreach ((string name, Func<TimeSpan> run) in turn)
            {
                double milliseconds = run().TotalMilliseconds;
                if (round >= 0)
                {
                    _samples[name].Add(milliseconds);
                }
            }
        }
    }

    /// <summary>A line for each contestant: median, best, and the ratio to the yardstick, or the difference to it too.</summary>
    internal void Print(TextWriter output, string yardstick, bool differences = false)
    {
        double measure = Median(_samples[yardstick]);
        output.WriteLine($"{"",-46}{"median",10}{"best",10}{"ratio",10}{(differences ? $"{"median +",10}{"best +",10}" : "")}");
        foreach ((string name, List<double> samples) in _samples)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{name,-46}{Median(samples),10:F2}{samples.Min(),10:F2}{Median(samples) / measure,10:F2}");
            output.WriteLine(!differences ? line : line + string.Create(CultureInfo.InvariantCulture, $"{Median(samples) - measure,10:F2}{samples.Min() - _samples[yardstick].Min(),10:F2}"));
        }
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
