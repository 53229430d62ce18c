using System.Diagnostics;
using System.Globalization;

namespace Helios.Control.Benchmarks;

/// <summary>Times of one question, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _times = [];

    internal double Median => _times.Order().ElementAt(_times.Count / 2);

    internal double Worst => _times.Max();

    internal int Count => _times.Count;

    internal string Text => string.Create(CultureInfo.InvariantCulture, $"{Median:0.00} ms");

    internal void Time(Action round)
    {
        long start = Stopwatch.GetTimestamp();
        round();
        _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Two things in turn, A B A B, so that both meet the same machine; the first rounds of each are not counted.</summary>
    internal static (Samples First, Samples Second) InTurn(int rounds, Action<Samples> first, Action<Samples> second)
    {
        const int warmUp = 10;
        for (int i = 0; i < warmUp; i++)
        {
            first(new Samples());
            second(new Samples());
        }

        (Samples, Samples) samples = (new(), new());
        for (int i = 0; i < rounds; i++)
        {
            first(samples.Item1);
            second(samples.Item2);
        }

        return samples;
    }
}
