using System.Globalization;

namespace Helios.Actors.Deterministic;

/// <summary>A scenario failed under a seed; running it again under that seed fails in the same way.</summary>
public sealed class ExplorationException : Exception
{
    internal ExplorationException(ulong seed, string lastLines, Exception cause)
        : base(string.Create(CultureInfo.InvariantCulture, $"seed {seed} failed: {cause.Message}\nthe last messages were:\n{lastLines}"), cause)
        => Seed = seed;

    /// <summary>The seed.</summary>
    public ulong Seed { get; }
}
