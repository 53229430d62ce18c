namespace Helios.Linux;

/// <summary>Stands for what a record will return, as an argument of later records of the same script.</summary>
public readonly record struct SpawnResult
{
    internal SpawnResult(int index) => Index = index;

    /// <summary>The record's index.</summary>
    public int Index { get; }
}
