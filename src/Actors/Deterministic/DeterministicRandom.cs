namespace Helios.Actors.Deterministic;

/// <summary>Random numbers that are the same for one seed on every machine and in every version: SplitMix64.</summary>
/// <remarks>System.Random does not promise that.</remarks>
public sealed class DeterministicRandom
{
    private ulong _state;

    /// <summary>Begins the series of a seed.</summary>
    public DeterministicRandom(ulong seed) => _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, and not including, <paramref name="limit"/>.</summary>
    public int Next(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return (int)Math.BigMul(NextUInt64(), (ulong)limit, out _);
    }

    /// <summary>A number from 0 up to, and not including, 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A series of its own, so that a part that draws more does not disturb the others.</summary>
    public DeterministicRandom Fork() => new(NextUInt64());
}
