namespace Helios.Forktop;

/// <summary>Resource limits, in the order of /proc/PID/limits.</summary>
internal sealed class LimitSet
{
    internal static readonly LimitSet Unknown = new([]);

    internal LimitSet(Limit[] rows) => Rows = rows;

    /// <summary>One limit each.</summary>
    internal Limit[] Rows { get; }

    /// <summary>Whether both are the same.</summary>
    internal bool SameAs(LimitSet other) => Rows.AsSpan().SequenceEqual(other.Rows);
}

/// <summary>One resource limit; <see cref="ulong.MaxValue"/> is unlimited.</summary>
internal readonly record struct Limit(string Name, ulong Soft, ulong Hard);
