using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Where a new root is put together before it becomes the root.</summary>
internal static class Staging
{
    /// <summary>
    /// A directory that exists on every host and that no sane root or volume lies below. It is covered only in the child's own mount
    /// namespace, and the cover vanishes with the old root.
    /// </summary>
    internal const string Directory = "/sys";

    /// <summary>Where a copy-on-write root appears; its two writable directories stand beside it.</summary>
    internal const string Merged = Directory + "/root";

    /// <summary>Holds what the container writes.</summary>
    internal const string Upper = Directory + "/upper";

    /// <summary>The overlay file system's own scratch directory.</summary>
    internal const string Work = Directory + "/work";

    /// <summary>Where the host's own tree lies.</summary>
    internal const string Lower = Directory + "/lower";

    /// <summary>Holds the whiteouts of what of it is not there.</summary>
    internal const string Mask = Directory + "/mask";

    /// <summary>What everybody may read of it.</summary>
    internal const string World = Directory + "/world";

    /// <summary>How the names of empty directories begin that are bound over what shall not be seen.</summary>
    internal const string Empty = Directory + "/empty";

    /// <summary>Covers the directory with an empty file system in memory for the layers.</summary>
    internal static void AttachScratch(ChildScript script, MemoryBounds bounds) => script.Attach("attach the writable layer", NewMemory(script, bounds), Directory);

    /// <summary>An empty file system in memory that is as large as it may become, mounted nowhere yet.</summary>
    internal static SpawnResult NewMemory(ChildScript script, MemoryBounds bounds)
    {
        const long attributes = MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV;
        return script.Lacks(Fence.Bounds)
            ? script.NewFilesystem("tmpfs", attributes, ("mode", "0755"))
            : script.NewFilesystem("tmpfs", attributes, ("mode", "0755"), ("size", bounds.SizeText), ("nr_inodes", bounds.FilesText));
    }
}
