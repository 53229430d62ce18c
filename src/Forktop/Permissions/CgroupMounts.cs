namespace Helios.Forktop;

/// <summary>Where the hierarchies of cgroups are mounted. See cgroups(7) and proc_pid_mountinfo(5).</summary>
internal static class CgroupMounts
{
    private static readonly Lazy<List<(string Folder, string[] Controllers)>> s_mounts = new(static () => Parse(File.ReadLines("/proc/self/mountinfo")));

    /// <summary>The folder of a hierarchy; null when it is not mounted.</summary>
    /// <param name="controllers">As in /proc/PID/cgroup: empty for the unified one, else the controllers or the name.</param>
    internal static string? FolderOf(string controllers)
        => s_mounts.Value.Find(mount => controllers.Length == 0 ? mount.Controllers.Length == 0 : controllers.Split(',').All(mount.Controllers.Contains)).Folder;

    /// <summary>Parses the lines <c>24 21 0:21 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory</c>.</summary>
    internal static List<(string Folder, string[] Controllers)> Parse(IEnumerable<string> lines)
    {
        List<(string Folder, string[] Controllers)> mounts = [];
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            int dash = Array.IndexOf(words, "-");
            if (dash < 0 || dash + 3 >= words.Length)
            {
                continue;
            }

            if (words[dash + 1] == "cgroup2")
            {
                mounts.Add((words[4], []));
            }
            else if (words[dash + 1] == "cgroup")
            {
                mounts.Add((words[4], words[dash + 3].Split(',')));
            }
        }

        return mounts;
    }
}
