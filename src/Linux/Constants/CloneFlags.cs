namespace Helios.Linux;

/// <summary>The namespace flags of clone3(2), unshare(2) and setns(2).</summary>
[Flags]
#pragma warning disable CA1711 // They are flags, and the kernel calls them so.
public enum CloneFlags : ulong
{
    /// <summary>No new namespace.</summary>
    None = 0,

    /// <summary>CLONE_NEWTIME: clocks; accepted by clone3 and unshare, not by clone. See time_namespaces(7).</summary>
    NewTime = 0x80,

    /// <summary>CLONE_NEWNS: mounts. See mount_namespaces(7).</summary>
    NewMount = 0x20000,

    /// <summary>CLONE_NEWCGROUP: the root of /proc/PID/cgroup. See cgroup_namespaces(7).</summary>
    NewCgroup = 0x2000000,

    /// <summary>CLONE_NEWUTS: host and domain name. See uts_namespaces(7).</summary>
    NewUts = 0x4000000,

    /// <summary>CLONE_NEWIPC: System V IPC and POSIX message queues. See ipc_namespaces(7).</summary>
    NewIpc = 0x8000000,

    /// <summary>CLONE_NEWUSER: user and group ids, capabilities. See user_namespaces(7).</summary>
    NewUser = 0x10000000,

    /// <summary>CLONE_NEWPID: process ids. See pid_namespaces(7).</summary>
    NewPid = 0x20000000,

    /// <summary>CLONE_NEWNET: interfaces, routes, sockets. See network_namespaces(7).</summary>
    NewNetwork = 0x40000000,
}
