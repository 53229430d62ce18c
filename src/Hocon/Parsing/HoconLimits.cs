namespace Helios.Hocon;

/// <summary>What a text may cost. The defaults leave room for fleets of a hundred thousand containers and stop bombs early.</summary>
public sealed record HoconLimits
{
    /// <summary>The limits used when nothing else is said.</summary>
    public static HoconLimits Default { get; } = new();

    /// <summary>How deep objects and lists may nest, path elements of keys included, before and after substitution.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>The size in bytes of one file; for text in memory, its length in UTF-16 units.</summary>
    public int MaxInputBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many files may include one another in a chain.</summary>
    public int MaxIncludeDepth { get; init; } = 16;

    /// <summary>How many files one document may include in all, a file that is included twice counting twice.</summary>
    public int MaxIncludedFiles { get; init; } = 1000;

    /// <summary>How many substitutions may be followed, one that is followed again counting again.</summary>
    public int MaxSubstitutions { get; init; } = 1_000_000;

    /// <summary>How many values the resolved document may have, a substituted value counting at every place.</summary>
    public int MaxValues { get; init; } = 10_000_000;

    /// <summary>How many UTF-16 units all concatenated strings together may have.</summary>
    public int MaxConcatenatedChars { get; init; } = 64 * 1024 * 1024;
}
