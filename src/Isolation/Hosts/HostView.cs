using System.Collections.Immutable;

namespace Helios.Isolation.Hosts;

/// <summary>What a container on the host's root sees of it. Whatever others may not read is not readable there either, named here or not.</summary>
public sealed record HostView
{
    /// <summary>The host's root and the file systems mounted in the places that are shown, outer before inner. Any other mount is not there.</summary>
    public ImmutableArray<HostLayer> Layers { get; init; } = [new HostLayer("/", IsOverlay: false)];

    /// <summary>Paths that are not there.</summary>
    public ImmutableArray<string> Absent { get; init; } = [];

    /// <summary>Directories that are there, and empty.</summary>
    public ImmutableArray<HiddenPath> Empty { get; init; } = [];

    /// <summary>The layer that a path lies on.</summary>
    public int LayerOf(string path)
    {
        int found = 0;
        for (int i = 0; i < Layers.Length; i++)
        {
            found = Layers[i].Holds(path) && Layers[i].MountPoint.Length >= Layers[found].MountPoint.Length ? i : found;
        }

        return found;
    }
}
