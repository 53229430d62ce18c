namespace Helios.Forktop;

/// <summary>The namespaces of a process, by the inode numbers that are their identity; 0 where one cannot be read.</summary>
internal sealed record NamespaceSet(ulong User, ulong Mount, ulong Pid, ulong Network, ulong Ipc, ulong Uts, ulong Cgroup, ulong Time)
{
    /// <summary>The names below /proc/PID/ns, in the order of <see cref="At"/>.</summary>
    internal static readonly string[] Names = ["user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"];

    /// <summary>The inode of the namespace at a place of <see cref="Names"/>.</summary>
    internal ulong At(int index) => index switch
    {
        0 => User,
        1 => Mount,
        2 => Pid,
        3 => Network,
        4 => Ipc,
        5 => Uts,
        6 => Cgroup,
        _ => Time,
    };
}
