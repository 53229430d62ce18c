namespace Helios.Linux;

/// <summary>A place in the script where the child waits until the parent releases it.</summary>
public readonly record struct SpawnHold
{
    internal SpawnHold(int ordinal) => Ordinal = ordinal;

    /// <summary>Its place in the order of holds, from zero.</summary>
    internal int Ordinal { get; }
}
