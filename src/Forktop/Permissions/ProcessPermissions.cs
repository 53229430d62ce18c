namespace Helios.Forktop;

/// <summary>What a process may do and see, at one time.</summary>
internal sealed record ProcessPermissions
{
    /// <summary>Ids, capabilities, no_new_privs, seccomp.</summary>
    public required Credentials Credentials { get; init; }

    /// <summary>Its eight namespaces.</summary>
    public required NamespaceSet Namespaces { get; init; }

    /// <summary>Its lines of /proc/PID/cgroup; on a unified hierarchy one.</summary>
    public string[] Cgroups { get; init; } = [];

    /// <summary>Its resource limits.</summary>
    public LimitSet Limits { get; init; } = LimitSet.Unknown;

    /// <summary>Its root directory as this process sees it.</summary>
    public string Root { get; init; } = "/";

    /// <summary>The label of the security module; empty without one.</summary>
    public string Label { get; init; } = "";

    /// <summary>Its securebits; null where they cannot be known.</summary>
    public int? SecureBits { get; init; }

    /// <summary>The cgroup to show: of the unified hierarchy, or of the first controller that is not at the root.</summary>
    internal string Cgroup
    {
        get
        {
            string shown = "/";
            foreach (string line in Cgroups)
            {
                string path = PathOf(line);
                if (path != "/" && (shown == "/" || line.StartsWith("0::", StringComparison.Ordinal)))
                {
                    shown = path;
                }
            }

            return shown;
        }
    }

    // "4:memory:/a/b"
    internal static string PathOf(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        colon = colon < 0 ? -1 : line.IndexOf(':', colon + 1);
        return colon < 0 ? line : line[(colon + 1)..];
    }
}
