using System.Collections.Frozen;
using Helios.Contracts;
using Helios.Isolation.Mounts;

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

    /// <summary>A mount point that is left out because nothing can be written below it; null when there is none.</summary>
    public string? ReadOnlyMount { get; init; }

    /// <summary>The launcher's own place in the v2 tree, such as <c>/user.slice/user-1000.slice</c>.</summary>
    public string OwnUnifiedPath { get; init; } = "/";

    /// <summary>The name of Helios's directory in each of them.</summary>
    public string Group { get; init; } = Installation.DefaultGroup;

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
        string? readOnly = null;
        Dictionary<string, string> v1 = [];
        foreach (MountEntry mount in MountEntry.ReadAll(procRoot))
        {
            if (mount.Type is "cgroup" or "cgroup2" && (mount.Options.Contains("ro") || mount.SuperOptions.Contains("ro")))
            {
                // What cannot be written is as if it were not there: so it is inside most containers.
                readOnly ??= mount.MountPoint;
            }
            else if (mount.Type == "cgroup2")
            {
                unified ??= mount.MountPoint;
            }
            else if (mount.Type == "cgroup")
            {
                foreach (string controller in mount.SuperOptions.Where(CgroupController.IsKnown))
                {
                    v1.TryAdd(controller, mount.MountPoint);
                }
            }
        }

        return new CgroupLayout
        {
            Unified = unified,
            ReadOnlyMount = readOnly,
            UnifiedControllers = unified is null ? [] : ReadWords(Path.Combine(unified, "cgroup.controllers")),
            V1 = v1.ToFrozenDictionary(),
            OwnUnifiedPath = OwnPath(Path.Combine(procRoot, "self/cgroup")),
            Group = Installation.Group,
        };
    }

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
