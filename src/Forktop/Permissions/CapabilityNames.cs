namespace Helios.Forktop;

/// <summary>The capabilities by number, as capabilities(7) names them, without the prefix.</summary>
internal static class CapabilityNames
{
    private static readonly string[] s_names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
        "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
        "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
        "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON", "BPF", "CHECKPOINT_RESTORE",
    ];

    /// <summary>How many this table knows.</summary>
    internal static int Count => s_names.Length;

    /// <summary>The names of a set, in the order of numbers.</summary>
    internal static IEnumerable<string> Of(ulong set)
    {
        for (int i = 0; i < 64; i++)
        {
            if ((set & (1UL << i)) != 0)
            {
                yield return i < s_names.Length ? s_names[i] : "CAP_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>A set in few words: <c>none</c>, <c>all</c>, <c>all but SYS_ADMIN</c> or the names.</summary>
    internal static string Describe(ulong set)
    {
        ulong all = (1UL << s_names.Length) - 1;
        if (set == 0)
        {
            return "none";
        }

        if ((set & all) == all)
        {
            return "all";
        }

        string[] missing = [.. Of(all & ~set)];
        return missing.Length <= 4 ? "all but " + string.Join(' ', missing) : string.Join(' ', Of(set));
    }
}
