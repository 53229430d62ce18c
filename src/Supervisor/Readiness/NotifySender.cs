using System.Globalization;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Supervisor;

/// <summary>Tells whether a process is of a container, by the control groups it is in.</summary>
internal static class NotifySender
{
    /// <summary>Whether it is. One that has ended since it sent is taken for one of the container's: only those reach the socket.</summary>
    internal static bool IsOf(IContainer container, int processId)
        => GroupsOf(processId) is not { } sender || IsBelow(sender, container);

    // "0::/helios/web", one line a hierarchy. See cgroups(7), /proc/PID/cgroup.
    private static bool IsBelow(string[] sender, IContainer container)
    {
        if (container.Cgroup is { } group)
        {
            return sender.Any(line => Ancestry(PathIn(line)).Any(path => group.EndsWith(path, StringComparison.Ordinal)));
        }

        return GroupsOf(container.ProcessId) is not { } first
            || first.All(line => sender.Any(other => other == line || other.StartsWith(line.TrimEnd('/') + "/", StringComparison.Ordinal)));
    }

    private static string PathIn(string line) => line.Split(':', 3) is [_, _, string path] ? path : "/";

    // The group itself and those above it, without the root.
    private static IEnumerable<string> Ancestry(string path)
    {
        for (; path.Length > 1; path = path[..Math.Max(path.LastIndexOf('/'), 0)])
        {
            yield return path;
        }
    }

    private static string[]? GroupsOf(int processId)
        => processId > 0 && KernelFile.TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/cgroup"), out string text) && text.Length > 0
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : null;
}
