using System.Collections.Immutable;

namespace Helios.Isolation.Mounts;

/// <summary>One mount of a process's namespace. See proc_pid_mountinfo(5).</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Type">The file system, such as <c>ext4</c>.</param>
/// <param name="Options">The mount's own options, such as <c>noexec</c>.</param>
/// <param name="SuperOptions">The file system's options, such as <c>memory</c> of a v1 hierarchy.</param>
public sealed record MountEntry(string MountPoint, string Type, ImmutableArray<string> Options, ImmutableArray<string> SuperOptions)
{
    /// <summary>The mounts of this process, in the order they were made.</summary>
    /// <param name="procRoot">Where the kernel's files are.</param>
    public static ImmutableArray<MountEntry> ReadAll(string procRoot = "/proc")
        => [.. File.ReadLines(Path.Combine(procRoot, "self/mountinfo")).Select(static line => TryParse(line)).OfType<MountEntry>()];

    /// <summary>Parses <c>31 24 0:27 / /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,memory</c>; null for any other shape.</summary>
    public static MountEntry? TryParse(ReadOnlySpan<char> line)
    {
        int dash = line.IndexOf(" - ");
        if (dash < 0)
        {
            return null;
        }

        string[] before = line[..dash].ToString().Split(' ');
        string[] after = line[(dash + 3)..].ToString().Split(' ');
        return before.Length < 6 || after.Length < 3 ? null : new MountEntry(Unescape(before[4]), after[0], [.. before[5].Split(',')], [.. after[2].Split(',')]);
    }

    /// <summary>Whether a path is the mount point or below it.</summary>
    public bool Covers(string path) => MountPoint == "/" || path == MountPoint || path.StartsWith(MountPoint + "/", StringComparison.Ordinal);

    // The kernel writes blanks, tabs, newlines and backslashes in paths as three octal digits.
    private static string Unescape(string path)
        => path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
