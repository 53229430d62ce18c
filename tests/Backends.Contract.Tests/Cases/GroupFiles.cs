using System.Globalization;

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
    internal static async Task<string> ReadAsync(LiveContainer container, string file, string controllerV1, string fileV1)
    {
        string path = Path.Join(Of(container), file);
        return (await File.ReadAllTextAsync(File.Exists(path) ? path : Path.Join(Hierarchy(controllerV1), PlaceOf(container, controllerV1), fileV1))).Trim();
    }

    // "4:memory:/helios/web", from where the reader is in the hierarchies.
    private static string PlaceOf(LiveContainer container, string controller)
        => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{container.Container.ProcessId}/cgroup")).Select(static line => line.Split(':', 3))
            .First(fields => fields[1].Split(',').Contains(controller))[2];

    private static string Hierarchy(string controller) => Mounts().First(mount => mount.Options.Split(',').Contains(controller)).Point;

    private static IEnumerable<(string Point, string Options)> Mounts()
        => File.ReadLines("/proc/self/mountinfo").Where(static line => line.Contains(" - cgroup", StringComparison.Ordinal)).Select(static line => line.Split(' '))
            .Select(static words => (words[4], words[^1]));
}
