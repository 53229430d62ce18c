namespace Helios.Isolation.Hosts;

/// <summary>A file system of the host that is part of what a container on the host's root sees.</summary>
/// <param name="MountPoint">Where it is mounted; <c>/</c> for the root's own.</param>
/// <param name="IsOverlay">Whether it is an overlay itself: two more on top of one are one too many for the kernel.</param>
public readonly record struct HostLayer(string MountPoint, bool IsOverlay)
{
    /// <summary>Whether a path lies on it or below.</summary>
    public bool Holds(string path) => MountPoint == "/" || path == MountPoint || path.StartsWith(MountPoint + "/", StringComparison.Ordinal);

    /// <summary>The same path as seen from the mount point: empty for itself, else beginning with a slash.</summary>
    public string Inside(string path) => MountPoint == "/" ? path : path[MountPoint.Length..];
}
