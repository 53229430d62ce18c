using System.Collections.Immutable;
using System.Globalization;
using Helios.Isolation.Capabilities;
using Helios.Isolation.Cgroups;
using Helios.Isolation.Mounts;
using Helios.Linux;

namespace Helios.Isolation.Hosts;

/// <summary>Finds the facts of the machine this runs on.</summary>
public static class HostProbe
{
    /// <summary>Reads them. Asks nothing that needs a privilege.</summary>
    public static HostFacts Read()
    {
        Dictionary<string, string> status = File.ReadLines("/proc/self/status")
            .Select(static line => line.Split(':', 2))
            .Where(static parts => parts.Length == 2)
            .ToDictionary(static parts => parts[0], static parts => parts[1].Trim());
        ImmutableArray<MountEntry> mounts = MountEntry.ReadAll();
        return new HostFacts
        {
            UserId = Effective(status["Uid"]),
            GroupId = Effective(status["Gid"]),
            Bounding = new CapabilitySet(ulong.Parse(status["CapBnd"], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            Known = new CapabilitySet((1UL << (int.Parse(KernelFile.Read("/proc/sys/kernel/cap_last_cap").AsSpan().Trim(), CultureInfo.InvariantCulture) + 1)) - 1),
            ReadRootFile = RootFile.Read,
            Cgroups = CgroupLayout.Detect(),
            TopLevel = TopLevel(mounts),
            MaskedFiles = [.. KernelPaths.Masked.Where(static path => KindOf(path) == PathKind.File)],
            MaskedDirectories = [.. KernelPaths.Masked.Where(static path => KindOf(path) == PathKind.Directory)],
            ReadOnlyPaths = [.. KernelPaths.ReadOnly.Where(static path => KindOf(path) != PathKind.Missing)],
            Hidden = HostSecrets.Find(),
            View = new HostViewReader().Read,
            Memory = GC.GetGCMemoryInfo() is { TotalAvailableMemoryBytes: > 0 and long memory } ? memory : 1L << 30,
            OomScoreAdjust = KernelFile.TryRead("/proc/self/oom_score_adj", out string score) ? int.Parse(score, CultureInfo.InvariantCulture) : 0,
            HasKeys = KernelFile.Exists("/proc/keys"),
            KindOf = KindOf,
        };
    }

    /// <summary>The directories and links of /, without those that a container has of its own.</summary>
    private static ImmutableArray<TopLevelEntry> TopLevel(ImmutableArray<MountEntry> mounts)
    {
        HashSet<string> withMounts = [.. mounts.Select(static mount => mount.MountPoint.Split('/')[1])];
        return
        [
            .. new DirectoryInfo("/").EnumerateDirectories()
                .Where(static directory => directory.Name is not ("proc" or "sys" or "dev" or "lost+found"))
                .OrderBy(static directory => directory.Name, StringComparer.Ordinal)
                .Select(directory => new TopLevelEntry(directory.Name, directory.LinkTarget, directory.LinkTarget is null && withMounts.Contains(directory.Name))),
        ];
    }

    // "Uid:  1000  1000  1000  1000": real, effective, saved, file system.
    private static uint Effective(string ids) => uint.Parse(ids.Split('\t', ' ')[1], CultureInfo.InvariantCulture);

    private static PathKind KindOf(string path)
    {
        if (Directory.Exists(path))
        {
            return PathKind.Directory;
        }

        if (!File.Exists(path))
        {
            return PathKind.Missing;
        }

        // The runtime has no word for device nodes, but they are the only non-directories below /dev that bind mounts are made of.
        return (File.GetAttributes(path) & FileAttributes.Device) != 0 || Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal)
            ? PathKind.Device
            : PathKind.File;
    }
}
