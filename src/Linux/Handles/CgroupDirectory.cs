namespace Helios.Linux;

/// <summary>A directory of a cgroup v2 tree, as clone3's CLONE_INTO_CGROUP takes it. See cgroups(7).</summary>
public sealed class CgroupDirectory : SafeFd
{
    private CgroupDirectory(int fd, string path)
        : base(fd)
        => Path = path;

    /// <summary>The path that it was opened by.</summary>
    public string Path { get; }

    /// <summary>Opens an existing directory.</summary>
    public static CgroupDirectory Open(string path)
        => new(Opening.At((int)OpenFlags.AT_FDCWD, path, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY), path);
}
