using System.Collections.Frozen;

namespace Helios.Isolation.Cgroups;

/// <summary>Where this host mounts its control groups. See cgroups(7).</summary>
/// <remarks>
/// Three shapes exist: <b>unified</b>, one v2 tree with all controllers; <b>hybrid</b>, controllers on v1 hierarchies beside a v2 tree that
/// still gives birth into a cgroup, cgroup.kill, freezing and populated events; and <b>none</b>.
/// </remarks>
public sealed record CgroupLayout
{
    /// <summary>No control groups at all.</summary>
    public static CgroupLayout None { get; } = new();

    /// <summary>The mount point of the v2 tree; null when there is none.</summary>
    public string? Unified { get; init; }

    /// <summary>The controllers of the v2 tree's root.</summary>
    public FrozenSet<string> UnifiedControllers { get; init; } = [];

    /// <summary>The mount point of each v1 controller.</summary>
    public FrozenDictionary<string, string> V1 { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The launcher's own place in the v2 tree, such as <c>/user.slice/user-1000.slice</c>.</summary>
    public string OwnUnifiedPath { get; init; } = "/";

    /// <summary><c>unified</c>, <c>hybrid</c>, <c>v1</c> or <c>none</c>.</summary>
    public string Name => (Unified, V1.Count) switch
    {
        (not null, 0) => "unified",
        (not null, _) => "hybrid",
        (null, > 0) => "v1",
        _ => "none",
    };

    /// <summary>Reads the layout of the machine whose /proc is at <paramref name="procRoot"/>.</summary>
    public static CgroupLayout Detect(string procRoot = "/proc")
    {
        string? unified = null;
        Dictionary<string, string> v1 = [];
        foreach (string line in File.ReadLines(Path.Combine(procRoot, "self/mountinfo")))
        {
            if (!TryParseMount(line, out string mountPoint, out string type, out string superOptions))
            {
                continue;
            }

            if (type == "cgroup2")
            {
                unified ??= mountPoint;
            }
            else if (type == "cgroup")
            {
                foreach (string option in superOptions.Split(','))
                {
                    if (CgroupController.IsKnown(option))
                    {
                        v1.TryAdd(option, mountPoint);
                    }
                }
            }
        }

        return new CgroupLayout
        {
            Unified = unified,
            UnifiedControllers = unified is null ? [] : ReadWords(Path.Combine(unified, "cgroup.controllers")),
            V1 = v1.ToFrozenDictionary(),
            OwnUnifiedPath = OwnPath(Path.Combine(procRoot, "self/cgroup")),
        };
    }

    /// <summary>Parses <c>31 24 0:27 / /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,memory</c>; false on any other shape.</summary>
    public static bool TryParseMount(ReadOnlySpan<char> line, out string mountPoint, out string type, out string superOptions)
    {
        mountPoint = type = superOptions = "";
        int dash = line.IndexOf(" - ");
        if (dash < 0)
        {
            return false;
        }

        string[] before = line[..dash].ToString().Split(' ');
        string[] after = line[(dash + 3)..].ToString().Split(' ');
        if (before.Length < 6 || after.Length < 3)
        {
            return false;
        }

        (mountPoint, type, superOptions) = (Unescape(before[4]), after[0], after[2]);
        return true;
    }

    // The kernel writes blanks, tabs, newlines and backslashes in paths as three octal digits.
    private static string Unescape(string path)
        => path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);

    private static FrozenSet<string> ReadWords(string path)
        => File.Exists(path) ? File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet() : [];

    private static string OwnPath(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("0::", StringComparison.Ordinal))
            {
                return line[3..];
            }
        }

        return "/";
    }
}
