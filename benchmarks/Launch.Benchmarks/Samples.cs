namespace Helios.Launch.Benchmarks;

/// <summary>Durations of launches in microseconds.</summary>
internal sealed class Samples
{
    internal List<double> ToExec { get; } = [];

    internal List<double> ToReaped { get; } = [];

    internal void Add(TimeSpan toExec, TimeSpan toReaped)
    {
        ToExec.Add(toExec.TotalMicroseconds);
        ToReaped.Add(toReaped.TotalMicroseconds);
    }

    internal static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
