using System.Diagnostics;

namespace Helios.MessagePack.Benchmarks;

/// <summary>Two ways to do the same, measured turn by turn so that a busy machine disturbs both alike.</summary>
internal static class Duel
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Median times of both, the median of the turns' ratios, and bytes allocated for each call.</summary>
    internal static DuelResult Fight(string name, Action baseline, Action contender, int turns)
    {
        int baselineCalls = WarmUp(baseline);
        int contenderCalls = WarmUp(contender);
        double[] baselines = new double[turns];
        double[] contenders = new double[turns];
        double[] ratios = new double[turns];
        for (int i = 0; i < turns; i++)
        {
            baselines[i] = NanosecondsPerCall(baseline, baselineCalls);
            contenders[i] = NanosecondsPerCall(contender, contenderCalls);
            ratios[i] = baselines[i] / contenders[i];
        }

        return new DuelResult(
            name, Median(baselines), Median(contenders), Median(ratios), AllocatedPerCall(baseline, baselineCalls), AllocatedPerCall(contender, contenderCalls));
    }

    // Long enough for the last tier of the compiler; answers how many calls make a turn.
    private static int WarmUp(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        while (Stopwatch.GetElapsedTime(start) < s_warmUp)
        {
            for (int i = 0; i < 100; i++)
            {
                action();
            }

            calls += 100;
        }

        return Math.Max(100, (int)(calls * (s_turn / s_warmUp)));
    }

    private static double NanosecondsPerCall(Action action, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }

    private static double AllocatedPerCall(Action action, int calls)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < calls; i++)
        {
            action();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
