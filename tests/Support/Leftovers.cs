using System.Globalization;
using Xunit;

namespace Helios.Support;

/// <summary>What a test must not leave behind: mounts, cgroups, descendant processes, descriptors, files. Take one before, compare after.</summary>
/// <remarks>
/// The machine is shared, so only what can be ours is looked at: this mount namespace, cgroups with a telling name, descendants of
/// this process and the folders that the test names.
/// </remarks>
public sealed class Leftovers
{
    private readonly string _cgroupName;
    private readonly string[] _folders;
    private readonly SortedSet<string> _before;

    private Leftovers(string cgroupName, string[] folders)
    {
        _cgroupName = cgroupName;
        _folders = folders;
        _before = Survey();
    }

    /// <summary>Takes stock now.</summary>
    /// <param name="cgroupName">Cgroups whose folder name contains this are looked at; null is this run's own.</param>
    /// <param name="folders">Folders whose content must be the same afterwards.</param>
    public static Leftovers Before(string? cgroupName = null, params string[] folders) => new(cgroupName ?? TestRun.Group, folders);

    /// <summary>What has come since, one line each.</summary>
    public IReadOnlyList<string> Now() => [.. Survey().Except(_before)];

    /// <summary>Fails with the list when anything has come since.</summary>
    public void AssertNone()
    {
        IReadOnlyList<string> left = Now();
        Assert.True(left.Count == 0, "left behind:\n  " + string.Join("\n  ", left));
    }

    /// <summary>The descriptors of this process as "number target", without those of procfs that the survey itself opens.</summary>
    /// <remarks>Garbage is finalized first, so that streams which the runtime forgot do not vanish between two counts.</remarks>
    public static IReadOnlyList<string> OpenDescriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        List<string> open = [];
        foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                string target = File.ResolveLinkTarget(path, returnFinalTarget: false)?.ToString() ?? "";

                // The enumeration's own; and the runtime keeps the assemblies open that it loads meanwhile.
                if (!target.EndsWith("/fd", StringComparison.Ordinal) && !target.EndsWith(".dll", StringComparison.Ordinal))
                {
                    open.Add($"{Path.GetFileName(path)} {target}");
                }
            }
            catch (IOException)
            {
                // The listing's own descriptor, gone meanwhile.
            }
        }

        return open;
    }

    private SortedSet<string> Survey()
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        found.UnionWith(File.ReadLines("/proc/self/mountinfo").Select(line => $"mount {line.Split(' ')[4]} #{line.Split(' ')[0]}"));
        found.UnionWith(Cgroups(_cgroupName).Select(path => $"cgroup {path}"));
        found.UnionWith(Descendants().Select(process => $"process {process}"));
        foreach (string folder in _folders.Where(Directory.Exists))
        {
            found.UnionWith(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => $"file {path}"));
        }

        return found;
    }

    private static List<string> Cgroups(string name)
    {
        List<string> found = [];
        IEnumerable<string> roots = File.ReadLines("/proc/self/mountinfo")
            .Where(line => line.Contains(" - cgroup", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[4]);
        foreach (string root in roots)
        {
            EnumerationOptions everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
            found.AddRange(Directory.EnumerateDirectories(root, $"*{name}*", everywhere));
        }

        return found;
    }

    private static List<string> Descendants()
    {
        Dictionary<int, (int Parent, string Name)> all = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && TryReadStat(folder, out string stat))
            {
                // "4021 (name with ) in it) S 1 ..."
                int close = stat.LastIndexOf(')');
                all[pid] = (int.Parse(stat[(close + 4)..].Split(' ')[0], CultureInfo.InvariantCulture), stat[..(close + 3)]);
            }
        }

        List<string> found = [];
        foreach ((int pid, (int parent, string name)) in all)
        {
            for (int above = parent; above > 1; above = all.TryGetValue(above, out (int Parent, string Name) next) ? next.Parent : 0)
            {
                if (above == Environment.ProcessId)
                {
                    found.Add(name);
                    break;
                }
            }
        }

        return found;
    }

    private static bool TryReadStat(string folder, out string stat)
    {
        try
        {
            stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return true;
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            stat = "";
            return false;
        }
    }
}
