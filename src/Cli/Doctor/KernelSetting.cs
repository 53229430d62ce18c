using Helios.Isolation.Hosts;

namespace Helios.Cli;

/// <summary>Values below /proc/sys and /sys that forbid things.</summary>
internal static class KernelSetting
{
    /// <summary>The first line of a file; null when there is none or it may not be read.</summary>
    internal static string? Read(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What to do when a user namespace is refused: the setting that forbids it, where one does.</summary>
    internal static string UserNamespaceFix()
        => HostSupport.UserNamespaceRefusal()?.Remedy
            ?? "boot a kernel with CONFIG_USER_NS=y, or leave the container or sandbox that filters the call";
}
