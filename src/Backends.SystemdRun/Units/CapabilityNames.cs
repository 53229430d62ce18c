using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Units;

/// <summary>Capabilities by name, as setpriv(1) takes them. See capabilities(7).</summary>
internal static class CapabilityNames
{
    private static readonly string[] s_known =
    [
        "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "linux_immutable", "net_bind_service",
        "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner", "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin",
        "sys_boot", "sys_nice", "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap",
        "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore",
    ];

    /// <summary>Podman's eleven.</summary>
    private static readonly string[] s_default =
        ["chown", "dac_override", "fowner", "fsetid", "kill", "net_bind_service", "setfcap", "setgid", "setpcap", "setuid", "sys_chroot"];

    /// <summary>The set a payload keeps, sorted; null is all there are.</summary>
    /// <exception cref="FormatException">A name that is none.</exception>
    internal static IReadOnlyList<string>? Kept(SecuritySpec security)
    {
        SortedSet<string> kept = new(security.CapabilitiesDropped.Contains("ALL", StringComparer.OrdinalIgnoreCase) ? [] : s_default, StringComparer.Ordinal);
        kept.ExceptWith(security.CapabilitiesDropped.Where(static name => !IsAll(name)).Select(Known));
        if (security.CapabilitiesAdded.Any(IsAll))
        {
            return null;
        }

        kept.UnionWith(security.CapabilitiesAdded.Select(Known));
        return [.. kept];
    }

    private static bool IsAll(string name) => name.Equals("ALL", StringComparison.OrdinalIgnoreCase);

    private static string Known(string name)
    {
        string plain = name.ToLowerInvariant();
        plain = plain.StartsWith("cap_", StringComparison.Ordinal) ? plain[4..] : plain;
        return s_known.Contains(plain) ? plain : throw new FormatException($"'{name}' is not a capability, see capabilities(7)");
    }
}
