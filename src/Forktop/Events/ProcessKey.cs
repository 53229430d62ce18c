namespace Helios.Forktop;

/// <summary>One process for good: a recycled pid is another key.</summary>
/// <param name="Pid">Its number as forktop sees it.</param>
/// <param name="Start">When it was made or first seen, in nanoseconds of the monotonic clock.</param>
internal readonly record struct ProcessKey(int Pid, long Start)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Pid}@{Start}");
}
