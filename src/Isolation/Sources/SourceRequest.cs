using Helios.Isolation.Hosts;
using Helios.Linux;

namespace Helios.Isolation.Sources;

/// <summary>A path of the host that a launch takes: the source of a volume, or a directory that becomes the root.</summary>
/// <param name="Path">The absolute path, as it was written.</param>
/// <param name="What">What errors call it: <c>the volume /srv/data</c>.</param>
/// <param name="Expected">What it was when the plan was made; what counts is what it is when it is opened.</param>
/// <param name="Writable">Whether the container can make links in it, for others to pass.</param>
/// <param name="Attributes">The attributes of its tree, beside those that keep device nodes from working.</param>
/// <param name="Devices">Which device nodes of it work.</param>
internal sealed record SourceRequest(string Path, string What, PathKind Expected, bool Writable, long Attributes, SourceDevices Devices)
{
    /// <summary>The attributes of the tree of something of a kind.</summary>
    internal long AttributesOf(PathKind kind)
        => Devices == SourceDevices.All || (Devices == SourceDevices.Itself && kind == PathKind.Device) ? Attributes : Attributes | MountApi.MOUNT_ATTR_NODEV;
}
