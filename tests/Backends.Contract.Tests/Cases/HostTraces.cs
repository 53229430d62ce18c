using Helios.Contracts;

namespace Helios.Backends.Contract.Tests;

/// <summary>What the host still knows of a container: control groups that carry its name, and processes in them.</summary>
internal static class HostTraces
{
    private static readonly string[] s_hierarchies =
    [
        .. File.ReadLines("/proc/self/mountinfo").Where(static line => line.Contains(" - cgroup", StringComparison.Ordinal)).Select(static line => line.Split(' ')[4]),
    ];

    /// <summary>One line for each trace.</summary>
    internal static IEnumerable<string> Of(ContainerId id)
    {
        string name = id.ToString();
        foreach (string hierarchy in s_hierarchies)
        {
            // Backends put their groups at most two levels below the root of a hierarchy.
            foreach (string group in Directories(hierarchy).SelectMany(static directory => Directories(directory).Prepend(directory)))
            {
                if (IsNamed(Path.GetFileName(group), name))
                {
                    yield return $"control group {group}";
                }
            }
        }
    }

    // "case-1-2" is not a trace of "case-1-25".
    private static bool IsNamed(string text, string name)
    {
        int at = text.IndexOf(name, StringComparison.Ordinal);
        return at >= 0 && (at + name.Length == text.Length || !char.IsAsciiDigit(text[at + name.Length]));
    }

    private static string[] Directories(string path)
    {
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (IOException)
        {
            // Another container's group, gone meanwhile.
            return [];
        }
    }
}
