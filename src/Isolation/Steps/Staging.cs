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

    /// <summary>How the names of empty directories begin that are bound over what shall not be seen.</summary>
    internal const string Empty = Directory + "/empty";

    /// <summary>Covers the directory with an empty file system in memory for the layers.</summary>
    internal static void AttachScratch(ChildScript script)
        => script.Attach(
            "attach the writable layer",
            script.NewFilesystem("tmpfs", MountApi.MOUNT_ATTR_NOSUID | MountApi.MOUNT_ATTR_NODEV, ("mode", "0755")),
            Directory);
}
