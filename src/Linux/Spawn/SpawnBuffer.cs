namespace Helios.Linux;

/// <summary>A piece of the script's arena, as an argument: its address.</summary>
public readonly record struct SpawnBuffer
{
    internal SpawnBuffer(int offset, int length)
    {
        Offset = offset;
        Length = length;
    }

    internal int Offset { get; }

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>The part that begins <paramref name="offset"/> bytes in.</summary>
    public SpawnBuffer At(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        return new SpawnBuffer(Offset + offset, Length - offset);
    }
}
