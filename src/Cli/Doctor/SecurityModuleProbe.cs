namespace Helios.Cli;

/// <summary>Whether AppArmor or SELinux confines this process.</summary>
internal sealed class SecurityModuleProbe : Probe
{
    /// <inheritdoc/>
    internal override string Area => "Rights";

    /// <inheritdoc/>
    internal override string Name => "security modules";

    /// <inheritdoc/>
    internal override Finding Try()
    {
        string modules = KernelSetting.Read("/sys/kernel/security/lsm") ?? "";
        bool selinux = KernelSetting.Read("/sys/fs/selinux/enforce") == "1";
        string? label = KernelSetting.Read("/proc/self/attr/current")?.TrimEnd('\0');
        bool confined = label is { Length: > 0 } && !label.StartsWith("unconfined", StringComparison.Ordinal) && !label.Contains(":unconfined_t:", StringComparison.Ordinal)
            && label != "kernel";
        return confined
            ? Finding.Lacks($"this process is confined as '{label}'", "start helios from an unconfined shell, or write a policy that allows mounts and namespaces")
            : Finding.Ok(modules.Length > 0 ? $"{modules}; this process is not confined{(selinux ? " (SELinux enforces)" : "")}" : "none confines this process");
    }
}
