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
        => Read("/proc/sys/user/max_user_namespaces") == "0" ? "sysctl user.max_user_namespaces=15000"
            : Read("/proc/sys/kernel/unprivileged_userns_clone") == "0" ? "sysctl kernel.unprivileged_userns_clone=1"
            : Read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" ? "sysctl kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile with 'userns,'"
            : "boot a kernel with CONFIG_USER_NS=y, or leave the container or sandbox that filters the call";
}
