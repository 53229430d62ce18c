using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>The cgroups of a process with what limits them and what they use now, for both versions. See cgroups(7).</summary>
internal static class CgroupFigures
{
    private static readonly (string Controller, string Name, string File)[] s_files =
    [
        ("", "memory", "memory.current"), ("", "of", "memory.max"), ("", "tasks", "pids.current"), ("", "of", "pids.max"), ("", "cpu", "cpu.max"),
        ("memory", "memory", "memory.usage_in_bytes"), ("memory", "of", "memory.limit_in_bytes"), ("pids", "tasks", "pids.current"), ("pids", "of", "pids.max"),
        ("cpu", "quota", "cpu.cfs_quota_us"), ("cpu", "of", "cpu.cfs_period_us"),
    ];

    /// <summary>One line for each hierarchy that the process is not at the root of.</summary>
    /// <param name="lines">Of /proc/PID/cgroup.</param>
    internal static IEnumerable<string> Of(string[] lines)
    {
        bool any = false;
        foreach (string line in lines)
        {
            string path = ProcessPermissions.PathOf(line);
            if (path == "/")
            {
                continue;
            }

            any = true;
            string controllers = ControllersOf(line);
            string figures = CgroupMounts.FolderOf(controllers) is { } folder ? Read(folder + path, controllers) : "";
            yield return $"{(controllers.Length > 0 ? controllers + ":" : "")}{path}{figures}";
        }

        if (!any)
        {
            yield return "/";
        }
    }

    private static string ControllersOf(string line)
    {
        int first = line.IndexOf(':', StringComparison.Ordinal);
        int second = line.IndexOf(':', first + 1);
        return first < 0 || second < 0 ? "" : line[(first + 1)..second];
    }

    private static string Read(string folder, string controllers)
    {
        string text = "";
        foreach ((string controller, string name, string file) in s_files)
        {
            if (controllers.Split(',').Contains(controller) && KernelFile.TryRead($"{folder}/{file}", out string value))
            {
                text += $" {name} {Short(value.Trim())}";
            }
        }

        return text;
    }

    private static string Short(string value)
        => !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? value
            : bytes > 1L << 60 ? "max"
            : bytes >= 10 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}M")
            : value;
}
