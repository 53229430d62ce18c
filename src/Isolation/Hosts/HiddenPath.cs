namespace Helios.Isolation.Hosts;

/// <summary>A path of the host's root that a container on that root must not see.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="IsDirectory">A directory appears empty; a file not at all.</param>
/// <param name="Mode">The permission bits an empty directory gets.</param>
public readonly record struct HiddenPath(string Path, bool IsDirectory, int Mode)
{
    /// <summary>Whether it lies inside a directory.</summary>
    public bool IsBelow(string directory) => Path.StartsWith(directory + "/", StringComparison.Ordinal);
}
