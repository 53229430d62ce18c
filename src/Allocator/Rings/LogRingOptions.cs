namespace Helios.Allocator;

/// <summary>How a ring is made.</summary>
public sealed record LogRingOptions
{
    /// <summary>Room for records, a power of two from 64 KiB to 1 GiB. One record may take a quarter of it.</summary>
    public int RingBytes { get; init; } = 1 << 20;

    /// <summary>What happens when it is full.</summary>
    public LogRingPolicy Policy { get; init; } = LogRingPolicy.DropOldest;

    /// <summary>Where records go under <see cref="LogRingPolicy.Spill"/>; required then.</summary>
    public ILogSpill? Spill { get; init; }

    /// <summary>Shown in /proc/PID/maps.</summary>
    public string Name { get; init; } = "helios-log";

    /// <summary>Stamps the records.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        if (RingBytes is < (1 << 16) or > (1 << 30) || !System.Numerics.BitOperations.IsPow2(RingBytes))
        {
            throw new ArgumentOutOfRangeException(nameof(RingBytes), RingBytes, "a ring has a power of two of bytes from 64 KiB to 1 GiB");
        }

        if (Policy == LogRingPolicy.Spill && Spill is null)
        {
            throw new ArgumentException("the spill policy needs somewhere to spill to", nameof(Spill));
        }
    }
}
