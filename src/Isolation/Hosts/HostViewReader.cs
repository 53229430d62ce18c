using System.Collections.Immutable;
using Helios.Isolation.Mounts;
using Helios.Linux;

namespace Helios.Isolation.Hosts;

/// <summary>Finds what of the host's root is shown, by a list of what is: everything else is left out, whatever its name.</summary>
/// <remarks>
/// The list is for comfort and for what the world may read; secrets do not depend on it, since the layer below is read with the rights of nobody.
/// Read anew when a directory that it looks into or the mounts have changed. Thread-safe.
/// </remarks>
internal sealed class HostViewReader
{
    private static readonly string[] s_layerTypes = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs", "erofs", "squashfs", "overlay"];

    // Beside the root's own: what tools look their data up in.
    private static readonly (string Directory, string[] Shown)[] s_shown =
    [
        ("/", ["bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "opt", "nix", "gnu", "var", "proc", "sys", "dev"]),
        ("/var", ["lib", "cache"]),
        ("/var/lib", ["dpkg", "apt", "rpm", "pacman", "alternatives", "ucf", "python", "dbus", "locales", "ghc", "gems", "systemd"]),
        ("/var/cache", ["fontconfig", "ldconfig", "man", "debconf", "apt"]),
    ];

    private static readonly HiddenPath[] s_empty =
    [
        new("/tmp", true, Permissions.Octal1777), new("/run", true, Permissions.Octal0755), new("/root", true, Permissions.Octal0700), new("/home", true, Permissions.Octal0755), new("/mnt", true, Permissions.Octal0755), new("/media", true, Permissions.Octal0755),
        new("/srv", true, Permissions.Octal0755), new("/var/tmp", true, Permissions.Octal1777), new("/var/log", true, Permissions.Octal0755), new("/var/run", true, Permissions.Octal0755),
    ];

    // Not readable, so tools could neither use nor replace them; where they are not there at all, they are made.
    private static readonly string[] s_replaceable =
    [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/.pwd.lock", "/etc/machine-id", "/var/lib/dpkg/lock", "/var/lib/dpkg/lock-frontend",
        "/var/lib/apt/lists/lock", "/var/lib/apt/lists/partial", "/var/cache/apt/archives/lock", "/var/cache/apt/archives/partial",
    ];

    private readonly Lock _gate = new();
    private string _stamp = "";
    private HostView _view = new();

    /// <summary>What is shown now.</summary>
    internal HostView Read()
    {
        string mounts = File.ReadAllText("/proc/self/mountinfo");
        string stamp = string.Join('|', s_shown.Select(static place => Changed(place.Directory)).Append(Changed("/etc"))) + mounts;
        lock (_gate)
        {
            if (stamp != _stamp)
            {
                _view = Make(mounts.Split('\n'));
                _stamp = stamp;
            }

            return _view;
        }
    }

    private static HostView Make(IEnumerable<string> mountInfo)
    {
        List<string> absent = [];
        foreach ((string directory, string[] shown) in s_shown)
        {
            if (new DirectoryInfo(directory) is { Exists: true, LinkTarget: null } place)
            {
                absent.AddRange(place.EnumerateFileSystemInfos().Where(entry => !shown.Contains(entry.Name)).Select(static entry => entry.FullName).Order(StringComparer.Ordinal));
            }
        }

        absent.AddRange(s_replaceable.Where(static path => Path.Exists(path) && !IsThroughLink(path)));
        return new HostView
        {
            Layers = Layers(mountInfo, absent),
            Absent = [.. absent],
            Empty = [.. s_empty.Where(static path => !IsThroughLink(path.Path))],
        };
    }

    internal static ImmutableArray<HostLayer> Layers(IEnumerable<string> mountInfo, IReadOnlyCollection<string> absent)
    {
        Dictionary<string, HostLayer> layers = new() { ["/"] = new HostLayer("/", IsOverlay: false) };
        foreach (string line in mountInfo)
        {
            // The last mount on a place is the one that is seen there.
            if (MountEntry.TryParse(line) is { } mount && Array.IndexOf(s_layerTypes, mount.Type) >= 0 && IsShown(mount.MountPoint, absent))
            {
                layers[mount.MountPoint] = new HostLayer(mount.MountPoint, mount.Type == "overlay");
            }
        }

        return [.. layers.Values.OrderBy(static layer => layer.MountPoint, StringComparer.Ordinal)];
    }

    private static bool IsShown(string mountPoint, IReadOnlyCollection<string> absent)
        => mountPoint == "/"
            || (s_shown[0].Shown.Contains(mountPoint.Split('/')[1]) && mountPoint.Split('/')[1] is not ("proc" or "sys" or "dev")
                && Directory.Exists(mountPoint)
                && !absent.Any(path => mountPoint == path || mountPoint.StartsWith(path + "/", StringComparison.Ordinal)));

    private static long Changed(string directory) => Directory.Exists(directory) ? Directory.GetLastWriteTimeUtc(directory).Ticks : 0;

    // A layer's own directory has to be a directory there: below a link there is no place for anything.
    private static bool IsThroughLink(string path)
    {
        for (string? parent = Path.GetDirectoryName(path); parent is { Length: > 1 }; parent = Path.GetDirectoryName(parent))
        {
            if (new DirectoryInfo(parent) is not { Exists: true, LinkTarget: null })
            {
                return true;
            }
        }

        return false;
    }
}
