namespace Helios.Isolation.Hosts;

/// <summary>What a path of the host is, following links.</summary>
public enum PathKind
{
    /// <summary>Nothing, or nothing the launcher may see.</summary>
    Missing,

    /// <summary>A regular file, pipe or socket.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A device node.</summary>
    Device,
}
