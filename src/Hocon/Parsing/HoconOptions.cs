namespace Helios.Hocon;

/// <summary>How to parse and resolve.</summary>
public sealed record HoconOptions
{
    /// <summary>The defaults: environment of this process, default limits.</summary>
    public static HoconOptions Default { get; } = new();

    /// <summary>What a text may cost.</summary>
    public HoconLimits Limits { get; init; } = HoconLimits.Default;

    /// <summary>
    /// Looks up an environment variable for a substitution that the document does not define; null when it is not set. By default
    /// the environment of this process. A function that always answers null makes a document independent of the environment.
    /// </summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// Absolute path of the directory that relative includes of a text in memory start from. Null refuses includes in such a text. A file's
    /// includes always start from the directory of the file.
    /// </summary>
    public string? BaseDirectory { get; init; }

    /// <summary>False refuses every include statement.</summary>
    public bool AllowIncludes { get; init; } = true;
}
