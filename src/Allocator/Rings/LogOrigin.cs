namespace Helios.Allocator;

/// <summary>Where a record's bytes came from.</summary>
public enum LogOrigin : byte
{
    /// <summary>The supervisor itself.</summary>
    Supervisor = 0,

    /// <summary>Standard output.</summary>
    Output = 1,

    /// <summary>Standard error.</summary>
    Error = 2,
}
