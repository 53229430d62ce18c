namespace Helios.MessagePack;

/// <summary>The largest and smallest values that fit into the one-byte formats.</summary>
public static class MessagePackRange
{
    /// <summary>Smallest negative fixint.</summary>
    public const int MinFixNegativeInt = -32;
    /// <summary>Largest negative fixint.</summary>
    public const int MaxFixNegativeInt = -1;
    /// <summary>Largest positive fixint.</summary>
    public const int MaxFixPositiveInt = 127;
    /// <summary>Shortest fixstr, in bytes.</summary>
    public const int MinFixStringLength = 0;
    /// <summary>Longest fixstr, in bytes.</summary>
    public const int MaxFixStringLength = 31;
    /// <summary>Most entries of a fixmap.</summary>
    public const int MaxFixMapCount = 15;
    /// <summary>Most elements of a fixarray.</summary>
    public const int MaxFixArrayCount = 15;
}
