namespace Helios.MessagePack.Benchmarks;

/// <summary>What a duel showed. Times in nanoseconds a call, allocations in bytes a call; the ratio says how many times faster the contender is.</summary>
internal sealed record DuelResult(string Name, double Baseline, double Contender, double Ratio, double BaselineAllocated, double ContenderAllocated)
{
    public override string ToString()
        => string.Create(
            null,
            $"| {Name} | {Baseline:F0} ns | {Contender:F0} ns | {Ratio:F1} | {BaselineAllocated:F0} B | {ContenderAllocated:F0} B |");
}
