namespace Helios.Backends.Contract.Tests;

/// <summary>The files of a container's control groups on this host, in either version.</summary>
internal static class GroupFiles
{
    /// <summary>The container's group; skips the case where it has none.</summary>
    internal static string Of(LiveContainer container)
    {
        string? group = container.Container.Cgroup;
        if (group is null || !Directory.Exists(group))
        {
            Assert.Skip("the container has no control group on this host");
        }

        return group;
    }

    /// <summary>The text of a file of v2, or where the group has none of that name, of one of v1.</summary>
    internal static async Task<string> ReadAsync(string group, string file, string controllerV1, string fileV1)
    {
        string path = Path.Join(group, file);
        return (await File.ReadAllTextAsync(File.Exists(path) ? path : Path.Join(Hierarchy(controllerV1), Relative(group), fileV1))).Trim();
    }

    // A container has the same place in every v1 hierarchy.
    private static string Relative(string group)
        => Mounts().Where(mount => group.StartsWith(mount.Point + "/", StringComparison.Ordinal)).Select(mount => group[(mount.Point.Length + 1)..]).MinBy(static rest => rest.Length)!;

    private static string Hierarchy(string controller) => Mounts().First(mount => mount.Options.Split(',').Contains(controller)).Point;

    private static IEnumerable<(string Point, string Options)> Mounts()
        => File.ReadLines("/proc/self/mountinfo").Where(static line => line.Contains(" - cgroup", StringComparison.Ordinal)).Select(static line => line.Split(' '))
            .Select(static words => (words[4], words[^1]));
}
